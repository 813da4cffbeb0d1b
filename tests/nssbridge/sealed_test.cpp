// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/sealed.hpp>
#include <nssbridge/smime_profile.hpp>

#include <doctest/doctest.h>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

#include <algorithm>

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
using Access = Library::Access;

namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("what was sealed comes back whole under its password, and is nothing under another or once changed") {
  Library library;
  const auto password = tests::secret("p\u00e4ssword");
  for (const auto& clear : {bytes_of("trust in a root"), Bytes{}, Bytes(300'000, 7)}) {
    const auto sealed = seal(clear, password);
    CHECK(unseal(sealed, password) == clear);
    CHECK(unseal(sealed, tests::secret("password")) == std::nullopt);
    CHECK(seal(clear, password) != sealed);
  }
  const auto sealed = seal(bytes_of("trust in a root"), password);
  for (std::size_t at = 0; at < sealed.size(); at += 11) {
    auto changed = sealed;
    changed[at] ^= 1U;
    std::optional<Bytes> opened;
    const auto refused = kind_of([&] { opened = unseal(changed, password); });
    CAPTURE(at);
    CHECK(!opened);
    CHECK((!refused || refused == Kind::bad_file));
  }
  for (std::size_t length = 0; length < sealed.size(); length += 7)
    CHECK(kind_of([&] { unseal(BytesView(sealed).first(length), password); }) == Kind::bad_file);
  library.close();
}

TEST_CASE("a sealed file that would cost too many rounds is refused before the first") {
  Library library;
  auto sealed = seal(bytes_of("x"), tests::secret("password"));
  // 600,000 of the encryption, as a DER INTEGER.
  const Bytes rounds{0x02, 0x03, 0x09, 0x27, 0xC0};
  const auto found = std::search(sealed.begin(), sealed.end(), rounds.begin(), rounds.end());
  REQUIRE(found != sealed.end());
  found[2] = 0x7F;
  CHECK(kind_of([&] { unseal(sealed, tests::secret("password")); }) == Kind::bad_file);
  library.close();
}

TEST_CASE("how correspondents encrypt is read and stored as it stands, once") {
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile source(password), target(password);
    const SmimeProfile full{bytes_of("a subject"), "p256@example.test", bytes_of("capabilities"), bytes_of("time")};
    const SmimeProfile bare{bytes_of("another"), "alice@example.test", std::nullopt, std::nullopt};
    for (const auto* profile : {&source, &target}) {
      Library library(profile->folder(), Access::read_write);
      tests::log_in(library.main(), *profile);
      for (const auto& each : {full, bare}) {
        CHECK(store_smime_profile(library.main(), each) == Copied::written);
        CHECK(store_smime_profile(library.main(), each) == Copied::present);
      }
      const auto found = smime_profiles(library.main());
      REQUIRE(found.size() == 2);
      CHECK(std::ranges::count(found, full) == 1);
      CHECK(std::ranges::count(found, bare) == 1);
      library.close();
    }
    CHECK(tests::difference(source.objects(1), target.objects(1)) == "");
  }
}
