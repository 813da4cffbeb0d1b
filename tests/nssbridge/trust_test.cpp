// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/move.hpp>
#include <nssbridge/trust.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
using Access = Library::Access;

namespace {

constexpr unsigned modern_class = 0x0B, legacy_class = 0xCE534353;

bool writes_modern() { return !older(Library::version(), "3.114"); }
TrustEncoding own_encoding() { return writes_modern() ? TrustEncoding::modern : TrustEncoding::legacy; }
unsigned own_class() { return writes_modern() ? modern_class : legacy_class; }

TrustPair trust_in(const TrustMap& map, const Certificate& certificate) {
  const auto found = map.find({certificate.issuer_der, certificate.serial});
  return found == map.end() ? TrustPair{} : found->second;
}

/// Runs `use` on the profile, logged in.
template <typename Use>
auto with_token(const NssProfile& profile, Use use) {
  Library library(profile.folder(), Access::read_write);
  tests::log_in(library.main(), profile);
  auto result = use(library.main());
  library.close();
  return result;
}

bool add_trust(const NssProfile& profile, const std::string& name, TrustEncoding encoding) {
  return with_token(profile, [&](Token& token) { return add_email_trust(token, tests::certificate(name), encoding); });
}

TrustPair trust_read(const NssProfile& profile, const std::string& name) {
  return with_token(profile, [&](Token& token) { return trust_in(read_trust(token), tests::certificate(name)); });
}

Trust authentic(const NssProfile& profile, const std::string& name) {
  return with_token(profile, [&](Token& token) { return authentic_email_trust(token, tests::certificate(name)); });
}

}  // namespace

TEST_CASE("a new trust record equals certutil's of the same NSS") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile ours(password), theirs(password);
    for (auto* profile : {&ours, &theirs}) profile->add("root", "root", ",,");
    ours.change("cert9.db", "DELETE FROM nssPublic WHERE a0 <> x'00000001'");
    theirs.set_trust("root", ",C,");
    CHECK(add_trust(ours, "root", own_encoding()));
    CHECK(ours.objects(own_class()).size() == 1);
    CHECK(ours.objects(own_class()) == theirs.objects(own_class()));
    CHECK(trust_read(ours, "root") == TrustPair{Trust::trusted, Trust::none});
    CHECK(authentic(ours, "root") == Trust::trusted);
  }
}

TEST_CASE("trust written the old way is read by both generations of NSS") {
  NssProfile profile;
  profile.add("root", "root", ",,");
  profile.change("cert9.db", "DELETE FROM nssPublic WHERE a0 <> x'00000001'");
  CHECK(add_trust(profile, "root", TrustEncoding::legacy));
  CHECK(profile.objects(legacy_class).size() == 1);
  CHECK(profile.objects(modern_class).empty());
  CHECK(profile.trust_seen_by("", "root") == ",C,");
  if (const auto application = tests::application_nss())
    CHECK(profile.trust_seen_by(*application, "root") == ",C,");
  else
    MESSAGE("no Thunderbird here: its NSS was not asked");
}

TEST_CASE("only the e-mail bit changes in a record that is there") {
  for (const std::string password : {"", "secret"})
    for (const std::string before : {"CT,,", "T,,C", "p,,", "P,,p"}) {
      CAPTURE(password);
      CAPTURE(before);
      NssProfile profile(password);
      profile.add("root", "root", before);
      const std::string expected = std::string(before).insert(before.find(',') + 1, "C");
      CHECK(add_trust(profile, "root", TrustEncoding::legacy));
      NssProfile reference(password);
      reference.add("root", "root", expected);
      CHECK(profile.objects(own_class()) == reference.objects(own_class()));
      CHECK(profile.objects().size() == 2);
    }
}

TEST_CASE("an explicit distrust stays, and no byte changes") {
  for (const std::string password : {"", "secret"}) {
    NssProfile profile(password);
    profile.add("root", "root", "C,p,C");
    const auto before = profile.database_bytes();
    for (auto encoding : {TrustEncoding::legacy, own_encoding()}) CHECK_FALSE(add_trust(profile, "root", encoding));
    CHECK(profile.database_bytes() == before);
    CHECK(trust_read(profile, "root") == TrustPair{Trust::distrusted, Trust::trusted});
    CHECK(authentic(profile, "root") == Trust::distrusted);
  }
}

TEST_CASE("trust that is there already is reported and no byte changes") {
  for (const std::string password : {"", "secret"}) {
    NssProfile profile(password);
    profile.add("root", "root", ",C,");
    const auto before = profile.database_bytes();
    for (auto encoding : {TrustEncoding::legacy, own_encoding()}) CHECK(add_trust(profile, "root", encoding));
    CHECK(profile.database_bytes() == before);
  }
}

TEST_CASE("a certificate of which nothing is said is not trusted") {
  NssProfile profile;
  profile.add("root", "root", "C,,");
  CHECK(trust_read(profile, "root") == TrustPair{Trust::none, Trust::trusted});
  CHECK(trust_read(profile, "intermediate") == TrustPair{});
  CHECK(authentic(profile, "root") == Trust::none);
  CHECK(authentic(profile, "intermediate") == Trust::none);
}

TEST_CASE("forged trust is absent once logged in") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile profile(password);
    profile.add("root", "root", "C,,");
    profile.change("cert9.db", writes_modern() ? "UPDATE nssPublic SET a62f = x'00000002' WHERE a0 = x'0000000B'"
                                               : "UPDATE nssPublic SET ace53635b = x'CE534352' WHERE a0 = x'CE534353'");
    CHECK(trust_read(profile, "root") == TrustPair{Trust::none, Trust::trusted});
    CHECK(authentic(profile, "root") == Trust::none);
    // Said honestly, it counts, and what was said of the web before is still true.
    CHECK(add_trust(profile, "root", own_encoding()));
    CHECK(authentic(profile, "root") == Trust::trusted);
    CHECK(trust_read(profile, "root") == TrustPair{Trust::trusted, Trust::trusted});
    NssProfile reference(password);
    reference.add("root", "root", "C,C,");
    CHECK(profile.objects(own_class()) == reference.objects(own_class()));
  }
}

TEST_CASE("trust is not written before login") {
  NssProfile profile("secret");
  profile.add("root", "root", ",,");
  const auto before = profile.database_bytes();
  Library library(profile.folder(), Access::read_write);
  CHECK(kind_of([&] { add_email_trust(library.main(), tests::certificate("root"), own_encoding()); }) ==
        Kind::password_required);
  library.close();
  CHECK(profile.database_bytes() == before);
}

TEST_CASE("trust of the new kind goes into a database that an older NSS made, and the older one still opens it") {
  NssProfile profile;
  if (!writes_modern()) {
    MESSAGE("skipped: this NSS does not write it");
    return;
  }
  const auto old = profile.folder().parent_path() / "old";
  std::filesystem::create_directory(old);
  const std::string configuration = "sql:" + old.string();
  tests::run_with_nss("", {"certutil", "-N", "-d", configuration, "--empty-password"});
  Library library(old, Access::read_write);
  const auto root = tests::certificate("root");
  store_certificate(library.main(), root, {}, false);
  CHECK(add_email_trust(library.main(), root, TrustEncoding::modern));
  CHECK(authentic_email_trust(library.main(), root) == Trust::trusted);
  CHECK(has_modern_trust(library.main(), root));
  library.close();
  CHECK(tests::run_with_nss("", {"certutil", "-L", "-d", configuration}).find("Root - Certferry Tests") != std::string::npos);
}

TEST_CASE("without login trust is read but never called authentic") {
  NssProfile profile("secret");
  profile.add("root", "root", ",C,");
  Library library(profile.folder(), Access::read_only);
  const auto root = tests::certificate("root");
  CHECK(trust_in(read_trust(library.main()), root).email == Trust::trusted);
  CHECK(authentic_email_trust(library.main(), root) == Trust::unknown);
  library.close();
}

TEST_CASE("trust is bound to one certificate, not to an issuer and a serial") {
  NssProfile profile;
  profile.add("root", "root", ",C,");
  CHECK(authentic(profile, "impostor") == Trust::none);
  // The record of the one and the certificate of the other.
  NssProfile other;
  other.add("impostor", "impostor", ",,");
  other.change("cert9.db", "DELETE FROM nssPublic WHERE a0 <> x'00000001'");
  other.change("cert9.db", "ATTACH '" + (profile.folder() / "cert9.db").string() +
                               "' AS other; INSERT INTO nssPublic SELECT * FROM other.nssPublic WHERE a0 <> x'00000001'");
  Library library(other.folder(), Access::read_only);
  CHECK(trust_in(read_trust(library.main()), tests::certificate("impostor")).email == Trust::none);
  library.close();
}

TEST_CASE("trust for a certificate replaces what a record said of another with its issuer and serial") {
  NssProfile profile;
  profile.add("impostor", "impostor", ",C,");
  profile.change("cert9.db", "DELETE FROM nssPublic WHERE a0 = x'00000001'");
  profile.add("root", "root", ",,");
  NssProfile reference;
  reference.add("root", "root", ",C,");
  CHECK(add_trust(profile, "root", own_encoding()));
  CHECK(authentic(profile, "root") == Trust::trusted);
  CHECK(profile.objects(own_class()) == reference.objects(own_class()));
}

TEST_CASE("an older NSS sees that there is trust of the new kind, and neither carries nor writes it") {
  const auto application = tests::application_nss();
  if (!application) {
    MESSAGE("skipped: no Thunderbird here whose NSS writes it");
    return;
  }
  NssProfile profile;
  const std::string configuration = "sql:" + profile.folder().string();
  const auto root_file = (tests::certificates_folder() / "root.der").string();
  tests::run_with_nss(*application, {"certutil", "-A", "-d", configuration, "-n", "root", "-t", ",C,", "-i", root_file});
  CHECK(with_token(profile, [](Token& token) { return has_modern_trust(token, tests::certificate("root")); }));
  CHECK_FALSE(with_token(profile, [](Token& token) { return has_modern_trust(token, tests::certificate("p256")); }));
  CHECK(trust_read(profile, "root").email == Trust::trusted);
  CHECK(authentic(profile, "root") == (writes_modern() ? Trust::trusted : Trust::unknown));
  const auto before = profile.database_bytes();
  if (writes_modern())
    CHECK(add_trust(profile, "root", TrustEncoding::legacy));
  else
    CHECK(kind_of([&] { add_trust(profile, "root", TrustEncoding::legacy); }) == Kind::nss_too_old);
  CHECK(profile.database_bytes() == before);
}

TEST_CASE("distrust is stated where nothing was said, and never against trust") {
  for (const std::string password : {"", "secret"})
    for (const auto encoding : {TrustEncoding::legacy, own_encoding()}) {
      CAPTURE(password);
      NssProfile profile(password);
      const auto state = [&](bool (*add)(Token&, const Certificate&, TrustEncoding), const std::string& name) {
        return with_token(profile, [&](Token& token) { return add(token, tests::certificate(name), encoding); });
      };
      for (const std::string name : {"root", "intermediate"}) profile.add(name, name, ",,");
      CHECK(state(add_email_distrust, "root"));
      CHECK(authentic(profile, "root") == Trust::distrusted);
      const auto before = profile.database_bytes();
      CHECK(state(add_email_distrust, "root"));
      CHECK_FALSE(state(add_email_trust, "root"));
      CHECK(profile.database_bytes() == before);
      CHECK(state(add_email_trust, "intermediate"));
      CHECK_FALSE(state(add_email_distrust, "intermediate"));
      CHECK(authentic(profile, "intermediate") == Trust::trusted);
    }
}
