// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/dialog_person.hpp>
#include <support/temporary_folder.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

using host::dialog::DialogPerson;
using host::front::Cancellation;
using nssbridge::Secret;

namespace {

/// The password as the scripted program says it; here only its mirror image exists.
constexpr std::string_view mirrored = "69-yranac-drowssap-a-fo-tesus-gnol";
constexpr const char* program = R"(#!/bin/sh
echo OK
while read -r word rest; do
  case $word in
    GETPIN) echo 69-yranac-drowssap-a-fo-tesus-gnol | rev | sed 's/^/D /'; echo OK;;
    BYE) echo OK; exit 0;;
    *) echo OK;;
  esac
done
)";

/// How often the memory of this process that can be written holds the password. The copy that is searched is
/// mirrored.
int occurrences() {
  std::ifstream maps("/proc/self/maps");
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  int found = 0;
  constexpr std::size_t piece = 1UL << 20;
  constexpr std::size_t overlap = mirrored.size() - 1;
  // A mapping of its own, which is not searched: read into itself it would show everything twice.
  void* const shared = ::mmap(nullptr, piece, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED);
  char* const buffer = static_cast<char*>(shared);
  for (std::string line; std::getline(maps, line);) {
    std::size_t start = 0, end = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%zx-%zx %4s", &start, &end, mode) != 3 || mode[1] != 'w') continue;
    if (start == reinterpret_cast<std::uintptr_t>(buffer)) continue;
    if (end - start > 1UL << 30) continue;  // a sanitizer's own
    for (std::size_t at = start; at < end; at += piece - overlap) {
      const ssize_t got = ::pread(memory, buffer, std::min(piece, end - at), static_cast<off_t>(at));
      if (got <= 0) break;
      std::reverse(buffer, buffer + got);
      for (const char* hit = buffer;
           (hit = static_cast<const char*>(::memmem(hit, static_cast<std::size_t>(buffer + got - hit),
                                                    mirrored.data(), mirrored.size()))) != nullptr;
           ++hit)
        ++found;
      const auto size = static_cast<std::size_t>(got);
      ::explicit_bzero(buffer, size);
      if (size < piece) break;
    }
  }
  ::munmap(shared, piece);
  ::close(memory);
  return found;
}

}  // namespace

TEST_CASE("after a password was used, no copy of it is left in this process") {
  const tests::TrustedFolder trusted;
  const tests::TemporaryFolder home;
  if (trusted.path().empty()) return;
  tests::write_file(trusted.path() / "pinentry", program, 0755);
  const std::string variable = "HOME=" + home.path().string();
  const char* environment[] = {variable.c_str(), nullptr};
  const Cancellation cancellation;
  std::optional<Secret> password;
  {
    DialogPerson person({(trusted.path() / "pinentry").string(), environment, {"x@y", "/usr/bin/x"}},
                        cancellation, [](const std::string&, std::size_t, std::size_t) {});
    auto given = person.password({{"id", "name", "firefox"}, "from", 1});
    REQUIRE(std::holds_alternative<Secret>(given));
    password = std::move(std::get<Secret>(given));
  }
  REQUIRE(password->size() == mirrored.size());
  CHECK_MESSAGE(occurrences() == 1, "the one that we hold is seen");
  password.reset();
  CHECK(occurrences() == 0);
}
