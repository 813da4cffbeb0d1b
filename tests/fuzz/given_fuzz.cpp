// SPDX-License-Identifier: MPL-2.0
// Files that a correspondent is learnt from: folders of messages, cards, certificates.
#include <host/correspondents/given.hpp>

#include "support/promise.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using nssbridge::Error;

class Found : public host::correspondents::Finder {
 public:
  void message(std::string_view octets, bool) override { messages.emplace_back(octets); }
  void certificate(nssbridge::BytesView der) override { certificates.emplace_back(der.begin(), der.end()); }
  void der_file(std::string_view octets) override { fuzz::promise(!octets.empty() && messages.empty(), "a file in DER is no message"); }
  void fault(const Error& error) override {
    using enum nssbridge::Kind;
    fuzz::promise(error.kind() == bad_file || error.kind() == too_large || error.kind() == unsupported_algorithm,
                  "a file is damaged, too large, or encrypted in a way that nobody reads");
    ++faults;
  }
  bool operator==(const Found& other) const {
    return messages == other.messages && certificates == other.certificates && faults == other.faults;
  }

  std::vector<std::string> messages;
  std::vector<nssbridge::Bytes> certificates;
  int faults = 0;
};

Found found_in(std::string_view file, std::size_t piece) {
  Found found;
  host::correspondents::GivenFile given(found);
  for (; !file.empty(); file.remove_prefix(std::min(piece, file.size()))) given.add(file.substr(0, piece));
  given.end();
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = fuzz::text_of(data, size);
  const auto found = found_in(file, std::max<std::size_t>(size, 1));
  fuzz::promise(found.messages.empty() || found.certificates.empty(), "a file holds messages or certificates");
  fuzz::promise(found.faults <= 1, "one fault says that a file is none");
  std::size_t octets = 0;
  for (const auto& message : found.messages) {
    octets += message.size();
    fuzz::promise(file.find(message) != std::string_view::npos, "a message is a piece of the file");
  }
  fuzz::promise(octets <= file.size(), "no octet is in two messages");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) fuzz::promise(found_in(file, piece) == found, "how it is cut into pieces does not matter");
  return 0;
}
