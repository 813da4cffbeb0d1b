// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <span>
#include <string_view>

namespace host::protocol {

/// A file of the source tree inside the program (cmake/Embed.cmake).
struct Embedded {
  std::string_view name;  ///< its name without the last extension
  std::string_view text;
};

/// host/protocol/schemas: one for each method, and "shapes", what they share.
std::span<const Embedded> embedded_schemas();

}  // namespace host::protocol
