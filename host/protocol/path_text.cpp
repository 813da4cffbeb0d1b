// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/path_text.hpp>

#include <nssbridge/values.hpp>

#include <algorithm>

namespace host::protocol {

std::string path_to_text(const std::filesystem::path& path) {
  const auto& bytes = path.native();
  return nssbridge::to_base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::optional<std::filesystem::path> path_from_text(std::string_view text) {
  const auto bytes = nssbridge::from_base64(text);
  if (!bytes || std::ranges::find(*bytes, 0) != bytes->end()) return std::nullopt;
  return std::filesystem::path(std::string(bytes->begin(), bytes->end()));
}

}  // namespace host::protocol
