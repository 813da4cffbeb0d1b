// SPDX-License-Identifier: MPL-2.0
// What makes the verdicts of long lists cheap must change none of them.
#include <nssbridge/verdict.hpp>

#include <doctest/doctest.h>

#include <stdexcept>

#include "../../nssbridge/src/parallel.hpp"
#include "support/verdict_fixtures.hpp"

using namespace nssbridge;

namespace {

const tests::VerdictCertificates& made() {
  return tests::VerdictCertificates::all();
}

std::vector<StoredCertificate> leaves() {
  std::vector<StoredCertificate> all;
  for (const auto& name : made().leaves()) all.push_back({made().get(name), {}, {}, 0});
  return all;
}

std::vector<const StoredCertificate*> pointers_to(const std::vector<StoredCertificate>& all) {
  std::vector<const StoredCertificate*> pointers;
  for (const auto& each : all) pointers.push_back(&each);
  return pointers;
}

bool same(const Verdict& left, const Verdict& right) {
  const auto same_reason = [](const Reason& a, const Reason& b) {
    return a.kind == b.kind && a.message == b.message && a.fix->text == b.fix->text;
  };
  return left.ok == right.ok && std::ranges::equal(left.reasons, right.reasons, same_reason);
}

}  // namespace

TEST_CASE("verdicts of a list, its signatures checked ahead, are those of each certificate alone") {
  Library library;
  {
    const auto all = leaves();
    REQUIRE(all.size() > 128);
    const Verifier ahead = made().verifier(std::set<Bytes>{});
    ahead.prepare(pointers_to(all));
    ahead.prepare(pointers_to(made().stored()));
    for (const std::string address : {"", "alice@example.test", "nobody@example.test"}) {
      for (const auto& each : all) {
        CAPTURE(each.certificate.display_name);
        const Verifier alone = made().verifier(std::set<Bytes>{});
        const auto both = ahead.verdicts(each.certificate, &address);
        CHECK(same(both.signing, alone.verdict(each.certificate, Purpose::signing, &address)));
        CHECK(same(both.encryption, alone.verdict(each.certificate, Purpose::encryption, &address)));
      }
    }
  }
  library.close();
}

TEST_CASE("checking ahead knows a bad signature from a good one") {
  Library library;
  {
    const Certificate good = made().get("under-usual");
    auto spoilt = good;
    spoilt.der.back() ^= 1;
    spoilt.fingerprint.bytes[0] ^= 1;
    std::vector<StoredCertificate> all;
    for (int i = 0; i < 100; ++i) all.push_back({i % 2 == 0 ? good : spoilt, {}, {}, 0});
    const Verifier verifier = made().verifier();
    verifier.prepare(pointers_to(all));
    for (const auto& each : all)
      CHECK(verifier.verdict(each.certificate, Purpose::signing).ok == ((&each - all.data()) % 2 == 0));
  }
  library.close();
}

TEST_CASE("work shared among processors is done once for each number, and its first error comes out") {
  for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 1000U}) {
    std::vector<int> done(count);
    in_parallel(count, [&](std::size_t i) { ++done[i]; });
    CHECK(std::ranges::count(done, 1) == static_cast<std::ptrdiff_t>(count));
  }
  const auto failing = [](std::size_t i) {
    if (i == 700) throw std::runtime_error("700");
  };
  CHECK_THROWS_WITH(in_parallel(1000, failing), "700");
}
