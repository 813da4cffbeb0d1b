// SPDX-License-Identifier: MPL-2.0
#include <host/identity.hpp>
#include <host/install/places.hpp>

#include <system_error>

namespace host::install {
namespace {

namespace fs = std::filesystem;

const std::string manifest_file = std::string(identity::native_name) + ".json";

}  // namespace

fs::path Spot::path() const {
  fs::path whole = base;
  for (const std::string& folder : folders) whole /= folder;
  return file.empty() ? whole : whole / file;
}

std::vector<ManifestPlace> manifest_places(const fs::path& home, const fs::path& root) {
  std::vector<ManifestPlace> places;
  // Since Firefox 147 profiles may lie elsewhere, but manifests do not.
  if (home.is_absolute())
    places.push_back(
        {Scope::user, true, true, {home, {".mozilla", "native-messaging-hosts"}, manifest_file}});
  // Which of the two a browser reads was decided when it was built.
  for (const char* base : {"usr/lib", "usr/lib64"})
    places.push_back(
        {Scope::system, true, true, {root / base, {"mozilla", "native-messaging-hosts"}, manifest_file}});
  return places;
}

Spot program_folder(const fs::path& home) {
  return {home, {".local", "lib", "certferry"}, {}};
}

Spot administrator_configuration(const fs::path& root) {
  return {root / "etc", {"certferry"}, "certferry.json"};
}

Spot personal_configuration(const fs::path& home, const fs::path& configuration) {
  std::error_code failed;
  if (configuration.is_absolute() && fs::is_directory(configuration, failed))
    return {configuration, {"certferry"}, "certferry.json"};
  if (configuration.is_absolute())
    return {configuration.parent_path(), {configuration.filename(), "certferry"}, "certferry.json"};
  return {home, {".config", "certferry"}, "certferry.json"};
}

}  // namespace host::install
