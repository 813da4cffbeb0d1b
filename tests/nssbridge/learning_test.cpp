// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/cms.hpp>
#include <nssbridge/smime_profile.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::NssProfile;
using Access = Library::Access;

namespace {

Bytes octets(std::string_view text) { return {text.begin(), text.end()}; }

/// A message that NSS's own tool signs with a key of `profile`.
Bytes signed_by_nss(const NssProfile& profile, std::initializer_list<std::string> attributes) {
  const tests::TemporaryFolder folder("message");
  const auto text = folder.path() / "text", message = folder.path() / "message";
  tests::run({"sh", "-c", "echo text > \"$0\"", text.string()});
  std::string words;
  for (const auto& each : attributes) words += " '" + each + "'";
  tests::run({"sh", "-c", "cmsutil -S -N 'rsa2048 nick' -d \"$0\" -i \"$1\" -o \"$2\"" + words, "sql:" + profile.folder().string(), text.string(), message.string()});
  return octets(tests::file_bytes(message));
}

cms::Signer only_signer(const Bytes& message) {
  const auto read = cms::check_signatures(message, std::nullopt, [](BytesView, BytesView) { return nullptr; });
  REQUIRE(read.signers.size() == 1);
  CHECK(read.signers.front().outcome == cms::Outcome::good);
  return read.signers.front();
}

SmimeProfile profile_of(const char* capabilities, const char* time) {
  return {octets("a subject"), "bob@example.test", octets(capabilities), octets(time)};
}

}  // namespace

TEST_CASE("what a signer says of mail to them is read from the signed attributes") {
  NssProfile profile;
  profile.add("root", "root", ",C,");
  profile.import_pkcs12("rsa2048");
  profile.import_pkcs12("p256");
  Library library(profile.folder(), Access::read_only);
  const auto bare = only_signer(signed_by_nss(profile, {}));
  CHECK_FALSE(bare.capabilities);
  CHECK_FALSE(bare.kept_time);
  const auto told = only_signer(signed_by_nss(profile, {"-G", "-P", "-Y", "rsa2048 nick"}));
  REQUIRE(told.capabilities);
  CHECK(told.capabilities->front() == 0x30);
  REQUIRE(told.kept_time);
  CHECK(told.kept_time->size() == std::string_view("261129094500Z").size());
  REQUIRE(told.encryption_certificate);
  CHECK(told.encryption_certificate->fingerprint == tests::certificate("rsa2048").fingerprint);
  library.close();
}

TEST_CASE("the signer may want mail encrypted to another certificate than the one that signs") {
  NssProfile profile;
  profile.add("root", "root", ",C,");
  profile.import_pkcs12("rsa2048");
  profile.import_pkcs12("p256");
  Library library(profile.folder(), Access::read_only);
  const auto signer = only_signer(signed_by_nss(profile, {"-Y", "p256 nick"}));
  REQUIRE(signer.encryption_certificate);
  CHECK(signer.certificate->fingerprint == tests::certificate("rsa2048").fingerprint);
  CHECK(signer.encryption_certificate->fingerprint == tests::certificate("p256").fingerprint);
  library.close();
}

TEST_CASE("how a correspondent encrypts is learnt once, and anew only from a later signature") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile profile(password);
    const auto first = profile_of("first", "261129094500Z"), later = profile_of("later", "261129094501Z");
    Library library(profile.folder(), Access::read_write);
    auto& token = library.main();
    CHECK(learn_smime_profile(token, first) == Copied::written);
    CHECK(smime_profiles(token) == std::vector{first});
    for (const auto& other : {profile_of("same time", "261129094500Z"), profile_of("earlier", "251129094500Z"), profile_of("no time", "soon"),
                              SmimeProfile{first.subject, first.email, octets("timeless"), std::nullopt},
                              SmimeProfile{first.subject, first.email, std::nullopt, later.time}}) {
      CHECK_FALSE(teaches(other, smime_profiles(token)));
      CHECK(learn_smime_profile(token, other) == Copied::present);
      CHECK(smime_profiles(token) == std::vector{first});
    }
    CHECK(teaches(later, smime_profiles(token)));
    CHECK(learn_smime_profile(token, later) == Copied::written);
    CHECK(smime_profiles(token) == std::vector{later});
    const auto general = profile_of("general", "20501129094500Z");
    CHECK(learn_smime_profile(token, general) == Copied::written);
    CHECK(smime_profiles(token) == std::vector{general});
    CHECK(teaches({octets("another subject"), first.email, first.capabilities, first.time}, smime_profiles(token)));
    library.close();
  }
}
