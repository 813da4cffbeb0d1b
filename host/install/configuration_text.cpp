// SPDX-License-Identifier: MPL-2.0
#include <host/install/configuration_text.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::install {
namespace {

using nlohmann::ordered_json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr const char* member = "allowedExtensions";

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file,
              "The configuration certferry.json is not one JSON object with a list of strings as "
              "\"allowedExtensions\", so it is left as it is. "
              "Correct or remove it, then try again.");
}

ordered_json parse(const std::optional<std::string>& bytes) {
  if (!bytes) return ordered_json::object();
  try {
    // What the host would not read is not touched either.
    if (!protocol::parse_strictly(*bytes).is_object()) refuse();
  } catch (const Error&) {
    refuse();
  }
  return ordered_json::parse(*bytes);
}

}  // namespace

std::vector<std::string> allowed_extensions_in(const std::optional<std::string>& bytes) {
  const ordered_json object = parse(bytes);
  const auto found = object.find(member);
  if (found == object.end()) return {};
  if (!found->is_array()) refuse();
  std::vector<std::string> ids;
  for (const auto& id : *found) {
    if (!id.is_string()) refuse();
    ids.push_back(id.get<std::string>());
  }
  return ids;
}

std::optional<std::string> with_allowed_extensions(const std::optional<std::string>& bytes,
                                                   const std::vector<std::string>& ids) {
  ordered_json object = parse(bytes);
  if (ids.empty())
    object.erase(member);
  else
    object[member] = ids;
  if (object.empty()) return std::nullopt;
  return object.dump(2) + "\n";
}

}  // namespace host::install
