// SPDX-License-Identifier: MPL-2.0
// Names from outside on their way to a person.
#include <host/text/printable.hpp>
#include <nssbridge/values.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto shown = host::text::printable(text);
  fuzz::promise(fuzz::is_harmless(shown), "nothing that is shown steers a terminal or the order of text");
  fuzz::promise(host::text::printable(shown) == shown, "what is printable stays");
  fuzz::promise(shown.size() >= text.size(), "nothing is left out");
  const bool plain = text.find('\\') == std::string_view::npos && shown.find('\\') == std::string_view::npos;
  if (plain) fuzz::promise(shown == text, "what needs no escape is left alone");
  for (const std::size_t longest : {0U, 1U, 7U, 64U}) {
    const auto cut = host::text::printable(text, longest);
    fuzz::promise(fuzz::is_harmless(cut), "what was cut is harmless too");
    fuzz::promise(cut == shown || cut.ends_with("…"), "a cut can be seen");
    fuzz::promise(cut.size() <= longest * 10 + 3, "a cut bounds the length");
  }
  host::text::columns(shown);
  return 0;
}
