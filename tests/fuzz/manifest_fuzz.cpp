// SPDX-License-Identifier: MPL-2.0
// Native manifests that lie in a browser's folders, ids of add-ons, and the list of them in certferry.json:
// divided by "%%".
#include <host/front/extension_id.hpp>
#include <host/install/configuration_text.hpp>
#include <host/install/manifest.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "support/promise.hpp"

using namespace host::install;
using host::front::is_extension_id;
using nlohmann::json;

namespace {

void check_manifest(std::string_view bytes) {
  const auto reading = read_manifest(bytes);
  if (reading.fault) return;
  fuzz::promise(reading.manifest.path.starts_with('/') && reading.manifest.type == "stdio",
                "a good manifest names a host");
  fuzz::promise(std::ranges::all_of(reading.manifest.allowed_extensions, is_extension_id),
                "a good manifest names add-ons");
  const auto ours = read_manifest(manifest_text(reading.manifest.path, reading.manifest.allowed_extensions));
  fuzz::promise(!ours.fault && ours.manifest.path == reading.manifest.path,
                "what we write is a good manifest");
}

void check_configuration(std::string_view bytes, const std::string& id) {
  const std::optional<std::string> before(bytes);
  fuzz::unless_refused([&] {
    auto ids = allowed_extensions_in(before);
    ids.push_back(id);
    const auto after = with_allowed_extensions(before, ids);
    fuzz::promise(after && allowed_extensions_in(after) == ids, "an id that is allowed is read again");
    auto was = json::parse(bytes), is = json::parse(*after);
    was.erase("allowedExtensions");
    is.erase("allowedExtensions");
    fuzz::promise(was == is, "no other member changes");
    return true;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [manifest, id, configuration] = fuzz::parts_of<3>(fuzz::text_of(data, size));
  check_manifest(manifest);
  const auto line = id.substr(0, id.find('\n'));
  if (is_extension_id(line)) check_configuration(configuration, std::string(line));
  return 0;
}
