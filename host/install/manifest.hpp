// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The native manifest: the JSON file by which a browser finds the host.
namespace host::install {

struct Manifest {
  std::string name, description, path, type;
  std::vector<std::string> allowed_extensions;
};

/// Why a browser passes over a manifest without a word.
enum class ManifestFault {
  not_json,
  wrong_members,  ///< one is missing, is of the wrong type, or is unknown to the browser
  wrong_name,
  wrong_type,
  relative_path,
  bad_extension,  ///< an entry of allowed_extensions that is no add-on id; it spoils the whole file
};

/// What a manifest says. `fault`: the first reason in the order in which browsers look.
struct ManifestReading {
  Manifest manifest;  ///< as far as it could be read
  std::optional<ManifestFault> fault;
};

/// Reads bytes as Firefox's schema native_manifest.json does. Never throws.
ManifestReading read_manifest(std::string_view bytes);

/// It is another program's, so that nobody of us replaces or removes it. One that is no JSON serves nobody.
bool is_foreign(const ManifestReading& reading);
/// What a person does about one where ours belongs.
nssbridge::Fix way_past_a_foreign_manifest();

/// The manifest that names `host` and allows our add-on and `further`, sorted, each once. Ends with a line
/// feed.
std::string manifest_text(const std::filesystem::path& host, const std::vector<std::string>& further);

}  // namespace host::install
