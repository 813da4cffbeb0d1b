// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>
#include <host/identity.hpp>
#include <host/install/manifest.hpp>
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace host::install {
namespace {

using nlohmann::json;
using protocol::text_member;

constexpr std::array<const char*, 4> texts{"name", "description", "path", "type"};

bool has_the_right_members(const json& object) {
  const auto is_text = [&object](const char* name) {
    return object.contains(name) && object[name].is_string();
  };
  if (object.size() != texts.size() + 1 || !std::all_of(texts.begin(), texts.end(), is_text)) return false;
  const auto extensions = object.find("allowed_extensions");
  return extensions != object.end() && extensions->is_array() && !extensions->empty() &&
         std::all_of(extensions->begin(), extensions->end(), [](const json& id) { return id.is_string(); });
}

Manifest manifest_from(const json& object) {
  Manifest manifest{text_member(object, "name"),
                    text_member(object, "description"),
                    text_member(object, "path"),
                    text_member(object, "type"),
                    {}};
  const auto extensions = object.find("allowed_extensions");
  if (extensions == object.end() || !extensions->is_array()) return manifest;
  for (const json& id : *extensions)
    if (id.is_string()) manifest.allowed_extensions.push_back(id.get<std::string>());
  return manifest;
}

std::optional<ManifestFault> fault_of(const json& object, const Manifest& manifest) {
  if (!has_the_right_members(object)) return ManifestFault::wrong_members;
  const auto& ids = manifest.allowed_extensions;
  if (!std::all_of(ids.begin(), ids.end(), front::is_extension_id)) return ManifestFault::bad_extension;
  if (manifest.type != "stdio") return ManifestFault::wrong_type;
  if (manifest.name != identity::native_name) return ManifestFault::wrong_name;
  if (!std::filesystem::path(manifest.path).is_absolute()) return ManifestFault::relative_path;
  return std::nullopt;
}

}  // namespace

ManifestReading read_manifest(std::string_view bytes) {
  const json object = json::parse(bytes, nullptr, false);
  if (!object.is_object())
    return {{}, object.is_discarded() ? ManifestFault::not_json : ManifestFault::wrong_members};
  Manifest manifest = manifest_from(object);
  const auto fault = fault_of(object, manifest);
  return {std::move(manifest), fault};
}

bool is_foreign(const ManifestReading& reading) {
  return reading.fault != ManifestFault::not_json && reading.manifest.name != identity::native_name;
}

nssbridge::Fix way_past_a_foreign_manifest() {
  return {"Look at the file certferry.json in the folder native-messaging-hosts, and move it away if nothing needs it. "
          "Then run: certferry install.",
          {}};
}

std::string manifest_text(const std::filesystem::path& host, const std::vector<std::string>& further) {
  nlohmann::ordered_json object;
  object["name"] = identity::native_name;
  object["description"] = identity::description;
  object["path"] = host.string();
  object["type"] = "stdio";
  object["allowed_extensions"] = nlohmann::ordered_json::array({identity::extension});
  for (const std::string& id : std::set<std::string>(further.begin(), further.end()))
    if (id != identity::extension) object["allowed_extensions"].push_back(id);
  return object.dump(2) + "\n";
}

}  // namespace host::install
