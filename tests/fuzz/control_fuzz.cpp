// SPDX-License-Identifier: MPL-2.0
// A planted defect: fuzzing that does not find it finds nothing else either.
#include "support/promise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  if (size < 4 || text[0] != 'b') return 0;
  if (text[1] != 'a') return 0;
  if (text[2] != 'n') return 0;
  fuzz::promise(text[3] != 'g', "the planted one");
  return 0;
}
