// SPDX-License-Identifier: MPL-2.0
// Files that a correspondent is learnt from: folders of messages, cards, certificates.
#include <host/correspondents/given.hpp>

#include "support/promise.hpp"

namespace {

bool is_within(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = fuzz::text_of(data, size);
  const auto given = fuzz::unless_refused([&] { return host::correspondents::given_in(file); });
  if (!given) return 0;
  fuzz::promise(given->messages.empty() || given->certificates.empty(), "a file holds messages or certificates");
  const char* end = nullptr;
  for (const auto message : given->messages) {
    fuzz::promise(is_within(message, file), "a message is a piece of the file");
    fuzz::promise(end == nullptr || message.empty() || message.data() >= end, "messages follow each other");
    end = message.data() + message.size();
  }
  return 0;
}
