// SPDX-License-Identifier: MPL-2.0
#include <host/scan/across.hpp>
#include <host/scan/failed_profile.hpp>
#include <host/scan/ordered_results.hpp>
#include <host/scan/spool.hpp>
#include <nssbridge/values.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/primes.hpp"

using nlohmann::json;
using namespace host::scan;

namespace {

const std::string first_certificate(64, '1'), second_certificate(64, '2');

/// Different primes of 512 bits, always the same ones.
mpz_class prime(unsigned number) { return tests::prime_after(tests::power_of_two(511) + 1000003 * number); }

json profile(const std::string& id, json keys, json public_keys = json::array()) {
  return {{"id", id}, {"application", "firefox"}, {"path", "/p/" + id}, {"user", "ada"}, {"name", id},
          {"keys", std::move(keys)}, {"publicKeys", std::move(public_keys)}};
}

std::string base64(const mpz_class& number) {
  nssbridge::Bytes bytes((mpz_sizeinbase(number.get_mpz_t(), 2) + 7) / 8);
  mpz_export(bytes.data(), nullptr, 1, 1, 0, 0, number.get_mpz_t());
  return nssbridge::to_base64(bytes);
}

json key(const std::string& id, const std::string& certificate, const mpz_class& modulus) {
  return {{"id", id}, {"certificate", certificate}, {"modulus", base64(modulus)}};
}

json public_key(const std::string& certificate, const std::string& role, const mpz_class& modulus) {
  return {{"certificate", certificate}, {"role", role}, {"modulus", base64(modulus)}};
}

}  // namespace

TEST_CASE("keys of two profiles with a common prime are found in both, by their certificates") {
  const auto p = prime(1), q = prime(2), r = prime(3);
  Across across;
  across.add(profile("a", json::array({key("01", first_certificate, p * q)})));
  across.add(profile("b", json::array({key("02", second_certificate, p * r)})));
  across.add(profile("c", json::array({key("03", second_certificate, prime(4) * prime(5))})));
  const auto found = across.findings();
  REQUIRE(found.size() == 2);
  CHECK(found[0]["id"] == "a");
  CHECK(found[0]["findings"][0]["rule"] == "KEY-FACTORABLE");
  CHECK(found[0]["findings"][0]["certificate"] == first_certificate);
  CHECK(found[1]["findings"][0]["certificate"] == second_certificate);
  CHECK(found[1]["summary"] == json{{"error", 1}, {"warning", 0}, {"note", 0}});
}

TEST_CASE("a key of which only the certificate is here is compared too, and it is said whose it is") {
  const auto p = prime(1), q = prime(2), r = prime(3);
  Across across;
  across.add(profile("a", json::array({key("01", first_certificate, p * q)})));
  across.add(profile("b", json::array(), json::array({public_key(second_certificate, "correspondent", p * r),
                                                      public_key(std::string(64, '3'), "authority", prime(4) * prime(5))})));
  across.add(profile("c", json::array(), json::array({public_key(second_certificate, "authority", p * r)})));
  const auto found = across.findings();
  REQUIRE(found.size() == 3);
  CHECK(found[0]["findings"][0]["role"] == "personal");
  CHECK(found[1]["findings"].size() == 1);
  CHECK(found[1]["findings"][0]["certificate"] == second_certificate);
  CHECK(found[1]["findings"][0]["role"] == "correspondent");
  CHECK(found[2]["findings"][0]["role"] == "authority");
}

TEST_CASE("one key in two profiles is a note in both, and no shared prime") {
  const mpz_class modulus = prime(1) * prime(2);  // "auto" would be an expression of numbers that are gone
  Across across;
  across.add(profile("a", json::array({key("01", first_certificate, modulus)})));
  across.add(profile("b", json::array({key("01", first_certificate, modulus), json{{"id", "09"}}})));
  const auto found = across.findings();
  REQUIRE(found.size() == 2);
  for (const auto& each : found) {
    REQUIRE(each["findings"].size() == 1);
    CHECK(each["findings"][0]["rule"] == "STORE-DUPLICATE");
    CHECK(each["findings"][0]["evidence"]["profiles"] == json{"a", "b"});
  }
  CHECK(found[0]["findings"][0]["key"] != found[1]["findings"][0]["key"]);
}

TEST_CASE("keys without a certificate or a modulus say nothing by themselves") {
  Across across;
  across.add(profile("a", json::array({json{{"id", "01"}}})));
  across.add(profile("b", json::array({json{{"id", "02"}, {"modulus", "no base64"}}})));
  CHECK(across.findings().empty());
}

TEST_CASE("results are handed on in order, whoever is first") {
  OrderedResults results(3, 8);
  CHECK(results.take() == 0);
  CHECK(results.take() == 1);
  CHECK(results.take() == 2);
  CHECK_FALSE(results.take());
  results.put(2, "c");
  results.put(0, "a");
  results.put(1, "b");
  CHECK(*results.next() == "a");
  CHECK(*results.next() == "b");
  CHECK(*results.next() == "c");
  CHECK_FALSE(results.next());
}

TEST_CASE("who is far ahead waits until others have come") {
  OrderedResults results(3, 2);
  results.take();
  results.take();
  std::jthread ahead([&] {
    if (const auto number = results.take()) results.put(*number, "c");
  });
  results.put(1, "b");
  results.put(0, "a");
  CHECK(*results.next() == "a");
  CHECK(*results.next() == "b");
  CHECK(*results.next() == "c");
}

TEST_CASE("what a thread fails with ends the others and is what the caller gets") {
  OrderedResults results(2, 8);
  results.take();
  results.fail(std::make_exception_ptr(std::runtime_error("it")));
  CHECK_FALSE(results.take());
  CHECK_THROWS_AS(results.next(), std::runtime_error);
}

TEST_CASE("a spool gives back what was put into it, in order") {
  Spool spool;
  std::vector<json> values{json{{"a", "\u00e4"}}, json::array({1, 2}), nullptr}, seen;
  for (const auto& value : values) spool.add(value);
  spool.for_each([&](json value) { seen.push_back(std::move(value)); });
  CHECK(seen == values);
}

TEST_CASE("what is kept in a spool has no name in any folder, and nobody else may open it") {
  const auto nameless = [] {
    std::map<ino_t, mode_t> files;
    for (int descriptor = 0; descriptor < 64; ++descriptor) {
      struct stat info{};
      if (::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) && info.st_nlink == 0) files[info.st_ino] = info.st_mode & 07777;
    }
    return files;
  };
  const auto before = nameless();
  Spool spool;
  spool.add("a");
  auto opened = nameless();
  std::erase_if(opened, [&](const auto& file) { return before.contains(file.first); });
  REQUIRE(opened.size() == 1);
  CHECK(opened.begin()->second == 0600);
}

TEST_CASE("a profile whose worker failed is a profile with that finding") {
  const auto failed = failed_profile({{"folder", nssbridge::to_base64(nssbridge::Bytes{'/', 'p', '/', 'x'})}, {"user", "ada"}},
                                     {nssbridge::Kind::profile_unreadable, "It is broken."});
  CHECK(failed["path"] == "/p/x");
  CHECK(failed["name"] == "x");
  CHECK(failed["user"] == "ada");
  CHECK(failed["findings"][0]["rule"] == "STORE-CORRUPT");
  CHECK(failed["findings"][0]["message"] == "It is broken.");
  CHECK(failed["summary"]["error"] == 1);
  const auto busy = failed_profile(json::object(), {nssbridge::Kind::profile_busy, "It is locked."});
  CHECK(busy["findings"][0]["rule"] == "STORE-LOCKED");
}
