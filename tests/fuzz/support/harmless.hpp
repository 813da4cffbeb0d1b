// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>

namespace fuzz {

/// True for well-formed UTF-8 without characters that control a terminal, end a line, change the order of
/// text or show nothing. Written apart from the product, so that the two can disagree. `line_feeds`: those
/// are allowed.
bool is_harmless(std::string_view text, bool line_feeds = false);

}  // namespace fuzz
