// SPDX-License-Identifier: MPL-2.0
#include <host/native/hello.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <vector>

using host::doctor::Detail;
using host::doctor::Words;
using host::front::NssFolder;
using host::front::Origin;
using host::native::Access;
using host::native::hello;

namespace {

std::string library_told(const std::filesystem::path& folder, Access access, Detail detail) {
  const std::vector<NssFolder> folders{{.folder = folder, .origin = Origin::configured, .version_text = "3.125"}};
  const auto answer = hello({{"protocol", {1, 1}}}, {.id = "x@y", .process = 1}, access, folders, Words(detail, "/home/ada"));
  return answer["nss"]["library"].get<std::string>();
}

}  // namespace

TEST_CASE("where NSS lies is told to a caller that nobody allowed only if it says nothing of a person") {
  const std::filesystem::path own = "/home/ada/thunderbird", of_all = "/usr/lib/thunderbird";
  CHECK(library_told(own, Access::everything, Detail::everything) == own / "libnss3.so");
  CHECK(library_told(own, Access::introduction, Detail::links) == "(a path of a user)");
  CHECK(library_told(of_all, Access::introduction, Detail::links) == of_all / "libnss3.so");
}
