// SPDX-License-Identifier: MPL-2.0
#include <host/export/rest.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/sealed.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

#include <algorithm>

using namespace host::exporting;
using host::store::Contents;
using nssbridge::Bytes;
using nssbridge::Certificate;
using nssbridge::Kind;
using nssbridge::Library;
using nssbridge::Token;
using nssbridge::Trust;
using nssbridge::TrustEncoding;
using tests::kind_of;
using tests::NssProfile;

namespace {

const std::string password = "correct horse battery";

TrustEncoding own_encoding(const Certificate&) {
  return nssbridge::older(Library::version(), "3.114") ? TrustEncoding::legacy : TrustEncoding::modern;
}

Contents contents_of(const Token& token, const NssProfile& profile) {
  return host::store::read(token, nssbridge::files::inspect(profile.folder()));
}

/// A profile with a certificate of its own, a root that is trusted, one that is distrusted, and a correspondent.
struct Source {
  explicit Source(const std::string& primary) : profile(primary) {
    profile.import_pkcs12("rsa2048");
    profile.add("p384", "Bob of old", ",,");
    profile.add("second", "distrusted", ",p,");
    Library library(profile.folder(), Library::Access::read_write);
    tests::log_in(library.main(), profile);
    nssbridge::add_email_trust(library.main(), tests::certificate("root"), own_encoding({}));
    nssbridge::store_smime_profile(library.main(), {tests::certificate("p384").subject_der, "p384@example.test", Bytes{1, 2}, Bytes{3}});
    library.close();
  }
  NssProfile profile;
};

Companion companion_of(const NssProfile& profile) {
  Library library(profile.folder(), Library::Access::read_only);
  Companion rest;
  {
    const auto contents = contents_of(library.main(), profile);
    tests::log_in(library.main(), profile);
    const auto* mine = contents.find(tests::certificate("rsa2048").fingerprint);
    const auto* issuer = contents.find(tests::certificate("intermediate").fingerprint);
    const auto* root = contents.find(tests::certificate("root").fingerprint);
    rest = rest_of(library.main(), contents,
                   {{{&mine->certificate, "mine"}}, {{&issuer->certificate, "issuer"}, {&root->certificate, "root"}}});
  }
  library.close();
  return rest;
}

}  // namespace

TEST_CASE("what a key file cannot hold is taken from the profile") {
  for (const std::string primary : {"", "secret"}) {
    CAPTURE(primary);
    const Source source(primary);
    const auto rest = companion_of(source.profile);
    CHECK(std::ranges::any_of(rest.certificates, [](const auto& each) { return each.nickname == "Bob of old"; }));
    CHECK(rest.certificates.size() == 2);
    CHECK(rest.trust.size() == 2);
    CHECK(rest.smime_profiles.size() == 1);
  }
}

TEST_CASE("the file beside a key file says what it is, hides what it holds, and is nothing without the password") {
  const Source source("");
  auto rest = companion_of(source.profile);
  Library library;
  rest.key_file = Bytes(32, 9);
  const auto file = write_companion(rest, tests::secret(password));
  const std::string text(file.begin(), file.end());
  CHECK(text.find("Certferry wrote this beside a key file") != std::string::npos);
  CHECK(text.find("p384") == std::string::npos);
  const auto back = read_companion(file, tests::secret(password));
  REQUIRE(back);
  CHECK(back->key_file == rest.key_file);
  CHECK(back->smime_profiles == rest.smime_profiles);
  CHECK(back->certificates.size() == rest.certificates.size());
  CHECK(std::ranges::equal(back->trust, rest.trust, {}, &Companion::Trusted::certificate, &Companion::Trusted::certificate));
  CHECK_FALSE(read_companion(file, tests::secret("another")));
  for (const std::string bad : {"", "{}", "[]", "{\"version\": 2, \"sealed\": \"\"}", "{\"version\": 1, \"sealed\": 7}", "{\"version\": 1, \"sealed\": \"!\"}",
                                "{\"version\": 1, \"sealed\": \"MAA=\"}", "\xff"}) {
    CAPTURE(bad);
    const Bytes bytes(bad.begin(), bad.end());
    CHECK(kind_of([&] { read_companion(bytes, tests::secret(password)); }) == Kind::bad_file);
  }
  CHECK(kind_of([&] { read_companion(nssbridge::BytesView(file).first(file.size() / 2), tests::secret(password)); }) == Kind::bad_file);
  library.close();
}

TEST_CASE("the file beside a key file counts for that one only, and under its password") {
  Library library;
  const Bytes key_file{1, 2, 3}, other{1, 2, 4};
  Companion companion;
  companion.key_file = nssbridge::sha256(key_file);
  const auto file = write_companion(companion, tests::secret(password));
  CHECK(is_companion(file));
  CHECK_FALSE(is_companion(key_file));
  CHECK_FALSE(is_companion({}));
  CHECK(read_companion_of(key_file, file, tests::secret(password)).key_file == companion.key_file);
  CHECK(kind_of([&] { read_companion_of(other, file, tests::secret(password)); }) == Kind::bad_file);
  CHECK(kind_of([&] { read_companion_of(key_file, file, tests::secret("another")); }) == Kind::bad_file);
  library.close();
}
