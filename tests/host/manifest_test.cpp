// SPDX-License-Identifier: MPL-2.0
#include <host/identity.hpp>
#include <host/install/configuration_text.hpp>
#include <host/install/manifest.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

using namespace host::install;
using nlohmann::json;
using nssbridge::Kind;
using tests::kind_of;

namespace {

json good() {
  return json::parse(manifest_text("/opt/x/certferry-host", {}));
}

std::optional<ManifestFault> fault_of(const json& object) {
  return read_manifest(object.dump()).fault;
}

json changed(const char* name, json value) {
  json object = good();
  object[name] = std::move(value);
  return object;
}

}  // namespace

TEST_CASE("a browser takes the manifest that we write") {
  const auto [manifest, fault] = read_manifest(manifest_text("/opt/x/certferry-host", {"b@b", "a@a", "b@b"}));
  CHECK_FALSE(fault);
  CHECK(manifest.name == "certferry");
  CHECK(manifest.path == "/opt/x/certferry-host");
  CHECK(manifest.allowed_extensions == std::vector<std::string>{"certferry@certferry", "a@a", "b@b"});
}

TEST_CASE("each reason why a browser passes over a manifest is told apart") {
  CHECK(read_manifest("").fault == ManifestFault::not_json);
  CHECK(read_manifest("{").fault == ManifestFault::not_json);
  CHECK(read_manifest(R"({"name":"certferry"} x)").fault == ManifestFault::not_json);
  CHECK(read_manifest(std::string(100'000, '[')).fault == ManifestFault::not_json);
  CHECK(read_manifest("[]").fault == ManifestFault::wrong_members);
  for (const char* member : {"name", "description", "path", "type", "allowed_extensions"}) {
    CAPTURE(member);
    json object = good();
    object.erase(member);
    CHECK(fault_of(object) == ManifestFault::wrong_members);
    CHECK(fault_of(changed(member, 7)) == ManifestFault::wrong_members);
  }
  CHECK(fault_of(changed("unknown", true)) == ManifestFault::wrong_members);
  CHECK(fault_of(changed("allowed_extensions", json::array())) == ManifestFault::wrong_members);
  CHECK(fault_of(changed("allowed_extensions", json::array({1}))) == ManifestFault::wrong_members);
  CHECK(fault_of(changed("allowed_extensions", json::array({"certferry@certferry", "no id"}))) ==
        ManifestFault::bad_extension);
  CHECK(fault_of(changed("type", "pkcs11")) == ManifestFault::wrong_type);
  CHECK(fault_of(changed("name", "Certferry")) == ManifestFault::wrong_name);
  CHECK(fault_of(changed("path", "certferry-host")) == ManifestFault::relative_path);
}

TEST_CASE("what is no UTF-8 is no manifest, and nothing throws") {
  CHECK(read_manifest("\xff\xfe").fault == ManifestFault::not_json);
  CHECK(read_manifest(R"({"name":")"
                      "\xc3"
                      R"("})")
            .fault == ManifestFault::not_json);
}

TEST_CASE("of a configuration only the list of add-ons changes") {
  const std::string text = R"({"zebra":1,"allowedExtensions":["a@a"],"pinentry":"/x"})";
  CHECK(allowed_extensions_in(text) == std::vector<std::string>{"a@a"});
  const auto more = with_allowed_extensions(text, {"a@a", "b@b"});
  REQUIRE(more);
  CHECK(json::parse(*more) ==
        json::parse(R"({"zebra":1,"allowedExtensions":["a@a","b@b"],"pinentry":"/x"})"));
  CHECK(more->find("zebra") < more->find("pinentry"));
  CHECK(json::parse(*with_allowed_extensions(text, {})) == json::parse(R"({"zebra":1,"pinentry":"/x"})"));
}

TEST_CASE("no configuration is needed for an empty list") {
  CHECK(allowed_extensions_in(std::nullopt).empty());
  CHECK_FALSE(with_allowed_extensions(std::nullopt, {}));
  CHECK_FALSE(with_allowed_extensions(R"({"allowedExtensions":["a@a"]})", {}));
}

TEST_CASE("what the host would not read as a configuration is not changed either") {
  for (const char* text : {"", "{", "[]", R"({"a":1,"a":2})", R"({"allowedExtensions":"a@a"})",
                           R"({"allowedExtensions":[1]})"}) {
    CAPTURE(text);
    CHECK(kind_of([&] { allowed_extensions_in(text); }) == Kind::bad_file);
  }
  CHECK(kind_of([&] { with_allowed_extensions("[", {"a@a"}); }) == Kind::bad_file);
}
