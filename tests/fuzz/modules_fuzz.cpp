// SPDX-License-Identifier: MPL-2.0
// pkcs11.txt.
#include <host/profiles/modules.hpp>

#include "support/promise.hpp"

using host::profiles::parse_modules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto modules = parse_modules(text);
  fuzz::promise(modules.size() <= 64, "a list that was made to be long costs no more");
  for (const auto& module : modules) {
    fuzz::promise(!module.library.empty(), "NSS's own module is not among them");
    for (const auto& value : {module.library, module.name})
      fuzz::promise(value.find('\n') == std::string::npos, "a value is within its line");
  }
  fuzz::promise(parse_modules("library=/a\n\n" + text).front().library == "/a", "what follows a block does not change it");
  return 0;
}
