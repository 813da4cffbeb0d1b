// SPDX-License-Identifier: MPL-2.0
#include <host/front/configuration.hpp>
#include <host/front/small_file.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>
#include <cstdlib>

namespace host::front {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

[[noreturn]] void bad_configuration() {
  throw Error(Kind::bad_file,
              "The configuration certferry.json cannot be used: it must be one JSON object with \"pinentry\" "
              "(a string), "
              "\"nssFolders\" and \"allowedExtensions\" (lists of strings). Correct or remove it.");
}

std::vector<std::string> strings(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (!found->is_array()) bad_configuration();
  std::vector<std::string> values;
  for (const json& item : *found) {
    if (!item.is_string()) bad_configuration();
    values.push_back(item.get<std::string>());
  }
  return values;
}

void add(Configuration& configuration, const std::string& text) {
  json object;
  try {
    object = protocol::parse_strictly(text);
  } catch (const Error&) {
    bad_configuration();
  }
  if (!object.is_object()) bad_configuration();
  if (const auto pinentry = object.find("pinentry"); pinentry != object.end()) {
    if (!pinentry->is_string()) bad_configuration();
    configuration.pinentry = pinentry->get<std::string>();
  }
  for (const std::string& folder : strings(object, "nssFolders")) {
    if (!fs::path(folder).is_absolute()) bad_configuration();
    configuration.nss_folders.emplace_back(folder);
  }
  for (std::string& id : strings(object, "allowedExtensions"))
    configuration.allowed_extensions.push_back(std::move(id));
}

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

}  // namespace

std::vector<fs::path> configuration_files() {
  std::vector<fs::path> files{"/etc/certferry/certferry.json"};
  fs::path folder = from_environment("XDG_CONFIG_HOME");
  if (!folder.is_absolute()) folder = from_environment("HOME") / ".config";
  if (folder.is_absolute()) files.push_back(folder / "certferry" / "certferry.json");
  return files;
}

Configuration read_configuration(std::span<const fs::path> files, uid_t user) {
  Configuration configuration;
  for (const fs::path& file : files)
    if (const auto text = read_small_file(file, user)) add(configuration, *text);
  return configuration;
}

Configuration read_configuration() {
  return read_configuration(configuration_files(), ::geteuid());
}

}  // namespace host::front
