// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/move.hpp>

#include <doctest/doctest.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>

#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::NssProfile;

namespace {

/// Part of a secret number, kept inverted so that it does not find itself.
struct Needle {
  std::string what;
  Bytes inverted;
};

/// A number's octets lie in memory highest first (DER, PKCS#11) or lowest first (the digits of NSS's integers).
void add_needles(std::vector<Needle>& needles, const std::string& what, BytesView number) {
  const auto part = number.subspan(number.size() / 4, 48);
  Bytes inverted;
  for (std::uint8_t octet : part) inverted.push_back(static_cast<std::uint8_t>(~octet));
  needles.push_back({what, inverted});
  std::ranges::reverse(inverted);
  needles.push_back({what + ", lowest octet first", std::move(inverted)});
}

/// The next INTEGER of a DER sequence; `at` moves behind it.
BytesView next_integer(BytesView der, std::size_t& at) {
  REQUIRE(der[at] == 0x02);
  std::size_t length = der[at + 1], header = 2;
  if (length & 0x80) {
    const std::size_t octets = length & 0x7f;
    length = 0;
    for (std::size_t i = 0; i < octets; ++i) length = length << 8 | der[at + 2 + i];
    header += octets;
  }
  const auto value = der.subspan(at + header, length);
  at += header + length;
  return value;
}

/// Reads RSAPrivateKey (RFC 8017 A.1.2) into a buffer that is wiped, not through a stream that keeps one.
std::vector<Needle> secrets_of(const std::string& name) {
  tests::TemporaryFolder folder;
  const auto file = folder.path() / "key.der";
  tests::run({"openssl", "rsa", "-traditional", "-in", (tests::certificates_folder() / (name + ".key")).string(), "-outform",
              "DER", "-out", file.string()});
  std::uint8_t buffer[8192];
  const int descriptor = ::open(file.c_str(), O_RDONLY);
  const auto size = ::read(descriptor, buffer, sizeof buffer);
  ::close(descriptor);
  REQUIRE(size > 0);
  const BytesView der(buffer, static_cast<std::size_t>(size));
  std::size_t at = 4;  // behind the header of the sequence
  for (int skipped = 0; skipped < 3; ++skipped) next_integer(der, at);
  std::vector<Needle> needles;
  for (const std::string what : {"private exponent", "first prime", "second prime", "first exponent", "second exponent"})
    add_needles(needles, what, next_integer(der, at));
  explicit_bzero(buffer, sizeof buffer);
  return needles;
}

/// What the memory holds, as the needle's name; empty if it holds none. Inverts the copy so that it can be compared.
std::string needle_in(std::span<std::uint8_t> copy, const std::vector<Needle>& needles) {
  for (auto& octet : copy) octet = static_cast<std::uint8_t>(~octet);
  for (const auto& needle : needles)
    if (::memmem(copy.data(), copy.size(), needle.inverted.data(), needle.inverted.size()) != nullptr) return needle.what;
  return {};
}

/// Searches every writable region of this process.
std::string found_in_memory(const std::vector<Needle>& needles) {
  std::string found;
  std::FILE* maps = std::fopen("/proc/self/maps", "r");
  const int memory = ::open("/proc/self/mem", O_RDONLY);
  char line[512];
  while (found.empty() && std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long begin = 0, end = 0;
    char access[8];
    if (std::sscanf(line, "%lx-%lx %7s", &begin, &end, access) != 3 || access[1] != 'w') continue;
    Bytes copy(end - begin);
    const auto count = ::pread(memory, copy.data(), copy.size(), static_cast<off_t>(begin));
    if (count > 0) found = needle_in({copy.data(), static_cast<std::size_t>(count)}, needles);
    explicit_bzero(copy.data(), copy.size());
  }
  ::close(memory);
  std::fclose(maps);
  return found;
}

/// AddressSanitizer brings its own allocator, which keeps what is freed to find those who use it.
bool freed_memory_is_kept() {
  return ::dlsym(RTLD_DEFAULT, "__asan_init") != nullptr;
}

constexpr const char* why_not = "this program has AddressSanitizer's allocator instead of the wiping one";

}  // namespace

TEST_CASE("memory is wiped when it is freed, grown or shrunk" * doctest::description(why_not) *
          doctest::skip(freed_memory_is_kept())) {
  const auto needles = secrets_of("rsa3072");
  const auto plant = [&](std::size_t size) {
    auto* memory = static_cast<std::uint8_t*>(std::calloc(1, size));
    for (std::size_t i = 0; i < needles.front().inverted.size(); ++i)
      memory[size / 2 + i] = static_cast<std::uint8_t>(~needles.front().inverted[i]);
    return memory;
  };
  for (std::size_t size : {200U, 4000U, 300'000U}) {
    CAPTURE(size);
    auto* memory = plant(size);
    CHECK(found_in_memory(needles) == needles.front().what);
    std::free(memory);
    CHECK(found_in_memory(needles) == "");
    memory = static_cast<std::uint8_t*>(std::realloc(plant(size), size / 8));
    CHECK(found_in_memory(needles) == "");
    memory = static_cast<std::uint8_t*>(std::realloc(memory, size * 8));
    std::free(memory);
    memory = static_cast<std::uint8_t*>(std::realloc(plant(size), size * 8));
    CHECK(memory[size / 2] == static_cast<std::uint8_t>(~needles.front().inverted.front()));
    std::free(memory);
    CHECK(found_in_memory(needles) == "");
  }
}

TEST_CASE("no part of a moved key is left in memory" * doctest::description(why_not) *
          doctest::skip(freed_memory_is_kept())) {
  const auto needles = secrets_of("rsa2048");
  REQUIRE(found_in_memory(needles) == "");
  {
    Bytes planted;
    for (std::uint8_t octet : needles.front().inverted) planted.push_back(static_cast<std::uint8_t>(~octet));
    REQUIRE(found_in_memory(needles) == needles.front().what);
    explicit_bzero(planted.data(), planted.size());
  }
  for (const std::string password : {"", "secret"}) {
    CAPTURE(password);
    NssProfile source(password), target(password);
    source.import_pkcs12("rsa2048");
    Library library(target.folder(), Library::Access::read_write);
    {
      Token from = library.open_read_only(source.folder());
      tests::log_in(from, source);
      tests::log_in(library.main(), target);
      for (const auto& stored : from.certificates())
        if (!stored.certificate.is_authority) {
          CHECK(Mover(from, library.main()).copy_key(stored) == Copied::written);
          CHECK(found_in_memory(needles) == "");
        }
    }
    CHECK(found_in_memory(needles) == "");
    library.close();
    CHECK(found_in_memory(needles) == "");
    CHECK(target.objects(3).size() == 1);
  }
}
