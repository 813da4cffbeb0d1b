// SPDX-License-Identifier: MPL-2.0
#include <host/front/configuration.hpp>
#include <host/front/small_file.hpp>
#include <host/front/trusted_roots.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace host::front {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

[[noreturn]] void bad_configuration() {
  throw Error(Kind::bad_file,
              "The configuration certferry.json cannot be used: it must be one JSON object with \"pinentry\" (a string), "
              "\"nssFolders\" and \"allowedExtensions\" (lists of strings), and in /etc alone \"trustedRoots\" (a list of "
              "files). Correct or remove it.");
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

std::vector<fs::path> absolute_paths(const json& object, const char* name) {
  std::vector<fs::path> paths;
  for (const std::string& path : strings(object, name)) {
    if (!fs::path(path).is_absolute()) bad_configuration();
    paths.emplace_back(path);
  }
  return paths;
}

json object_in(const std::string& text) {
  json object;
  try {
    object = protocol::parse_strictly(text);
  } catch (const Error&) {
    bad_configuration();
  }
  if (!object.is_object()) bad_configuration();
  return object;
}

void add(Configuration& configuration, const json& object) {
  if (const auto pinentry = object.find("pinentry"); pinentry != object.end()) {
    if (!pinentry->is_string()) bad_configuration();
    configuration.pinentry = pinentry->get<std::string>();
  }
  std::ranges::move(absolute_paths(object, "nssFolders"), std::back_inserter(configuration.nss_folders));
  for (std::string& id : strings(object, "allowedExtensions"))
    configuration.allowed_extensions.push_back(std::move(id));
}

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

std::optional<std::string> text_of(const fs::path& file, uid_t user) {
  return file.empty() ? std::nullopt : read_small_file(file, user);
}

}  // namespace

ConfigurationFiles configuration_files() {
  ConfigurationFiles files{"/etc/certferry/certferry.json", {}};
  fs::path folder = from_environment("XDG_CONFIG_HOME");
  if (!folder.is_absolute()) folder = from_environment("HOME") / ".config";
  if (folder.is_absolute()) files.person = folder / "certferry" / "certferry.json";
  return files;
}

Configuration read_configuration(const ConfigurationFiles& files, uid_t user) {
  Configuration configuration;
  if (const auto text = text_of(files.administrator, user)) {
    const json object = object_in(*text);
    add(configuration, object);
    if (object.contains("trustedRoots"))
      configuration.trusted_roots = read_trusted_roots(files.administrator, absolute_paths(object, "trustedRoots"));
  }
  if (const auto text = text_of(files.person, user)) {
    const json object = object_in(*text);
    // Said, not left out: somebody believes that it counts.
    if (object.contains("trustedRoots")) bad_configuration();
    add(configuration, object);
  }
  return configuration;
}

Configuration read_configuration() {
  return read_configuration(configuration_files(), ::geteuid());
}

}  // namespace host::front
