// SPDX-License-Identifier: MPL-2.0
#include <host/text/style.hpp>

#include <unistd.h>
#include <cstdlib>
#include <string_view>

namespace host::text {

Style Style::of(int descriptor) {
  // https://no-color.org: any value but the empty one.
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return Style((refused == nullptr || *refused == '\0') && !dumb && ::isatty(descriptor) == 1);
}

}  // namespace host::text
