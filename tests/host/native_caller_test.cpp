// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>
#include <host/native/caller.hpp>
#include <host/native/hello.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using host::front::Configuration;
using host::front::is_extension_id;
using host::native::Access;
using host::native::access_of;
using host::native::caller_from;
using host::native::may_call;
using host::native::refusal_of;

namespace {

host::native::Caller caller(const std::vector<const char*>& arguments) {
  return caller_from(arguments, 1);
}

Configuration allowing(std::vector<std::string> ids) {
  Configuration configuration;
  configuration.allowed_extensions = std::move(ids);
  return configuration;
}

std::string library_told(const std::filesystem::path& folder, Access access, host::doctor::Detail detail) {
  const std::vector<host::front::NssFolder> folders{{.folder = folder, .origin = host::front::Origin::configured, .version_text = "3.125"}};
  const auto answer = host::native::hello({{"protocol", {1, 1}}}, {.id = "x@y", .process = 1}, access, folders, host::doctor::Words(detail, "/home/ada"));
  return answer["nss"]["library"].get<std::string>();
}

}  // namespace

TEST_CASE("an add-on id is a GUID in braces or a name at a domain") {
  for (const char* id :
       {"certferry@certferry", "@x", "a.b-c_d@E.f", "{01234567-89ab-CDEF-0123-456789abcdef}"})
    CHECK(is_extension_id(id));
  for (const char* id :
       {"", "@", "x@", "name", "a b@c", "a@b@c", "a@b\n", "{01234567-89ab-cdef-0123-456789abcdeg}",
        "{01234567-89ab-cdef-0123-456789abcdef", "a@b;reboot", "'@x", "$(x)@y", "\xC3\xA9@x"})
    CHECK_FALSE(is_extension_id(id));
  CHECK(is_extension_id("a@" + std::string(78, 'b')));
  CHECK_FALSE(is_extension_id("a@" + std::string(79, 'b')));
}

TEST_CASE("our own add-on may everything, an allowed one too, any other only introduce itself") {
  CHECK(access_of(caller({"m", "certferry@certferry"}), {}) == Access::everything);
  CHECK(access_of(caller({"m", "other@example"}), allowing({"other@example"})) == Access::everything);
  for (const auto& arguments : std::vector<std::vector<const char*>>{
           {"m"}, {"m", ""}, {"m", "other@example"}, {"m", "CERTFERRY@certferry"}, {"certferry@certferry"}})
    CHECK(access_of(caller(arguments), {}) == Access::introduction);
}

TEST_CASE("an allowed entry that is no add-on id allows nobody") {
  CHECK(access_of(caller({"m", ""}), allowing({""})) == Access::introduction);
  CHECK(access_of(caller({"m", "*"}), allowing({"*"})) == Access::introduction);
}

TEST_CASE("a portal that names nobody may read") {
  CHECK(access_of(caller({}), {}) == Access::reading);
}

TEST_CASE("an introduction is hello, ping and the doctor") {
  for (const char* method : {"hello", "ping", "doctor.run"}) CHECK(may_call(Access::introduction, method));
  for (const char* method : {"profiles.list", "selection.set", "", "Hello", "no.such"})
    CHECK_FALSE(may_call(Access::introduction, method));
}

TEST_CASE("a refusal names the command that allows the add-on, safe for a shell") {
  const auto command = [](const char* id) { return refusal_of(caller({"m", id})).fix()->command; };
  CHECK(command("other@example") == "certferry install --allow-extension other@example");
  CHECK(command("{01234567-89ab-cdef-0123-456789abcdef}") ==
        "certferry install --allow-extension '{01234567-89ab-cdef-0123-456789abcdef}'");
  CHECK(command("-x@example") == "certferry install --allow-extension=-x@example");
}

TEST_CASE("an id that is none is not repeated") {
  for (const char* id : {"x; reboot", "", "\x1b[2J@x", "canary canary"}) {
    const auto error = refusal_of(caller({"m", id}));
    CHECK(error.kind() == nssbridge::Kind::caller_refused);
    CHECK_FALSE(error.fix()->command);
    CHECK(error.message().find("canary") == std::string::npos);
  }
}

TEST_CASE("where NSS lies is told to a caller that nobody allowed only if it says nothing of a person") {
  const std::filesystem::path own = "/home/ada/thunderbird", of_all = "/usr/lib/thunderbird";
  CHECK(library_told(own, Access::everything, host::doctor::Detail::everything) == own / "libnss3.so");
  CHECK(library_told(own, Access::introduction, host::doctor::Detail::links) == "(a path of a user)");
  CHECK(library_told(of_all, Access::introduction, host::doctor::Detail::links) == of_all / "libnss3.so");
}
