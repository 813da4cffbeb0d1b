// SPDX-License-Identifier: MPL-2.0
// What a dialog says, with names from hostile files in it: name, application, fingerprint, subject, caller,
// what is typed; one a line.
#include <host/dialog/texts.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>
#include <vector>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using namespace host::dialog;
namespace front = host::front;

namespace {

std::vector<std::string> lines_of(std::string_view input, std::size_t count) {
  std::vector<std::string> lines(count);
  for (auto& line : lines) {
    const auto end = std::min(input.find('\n'), input.size());
    line = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  return lines;
}

void check(const Text& text) {
  fuzz::promise(encoded("SETDESC " + text.description).size() < longest_line,
                "the whole text reaches the dialog");
  for (const auto& part : {text.description, text.prompt, text.error, text.accept, text.refuse})
    fuzz::promise(fuzz::is_harmless(part, true), "what a dialog says is harmless");
  const auto line = encoded("SETDESC " + text.description);
  fuzz::promise(line.find_first_of("\r\n") == std::string::npos, "a text is one line of the protocol");
}

void check_trust(const front::AskedProfile& profile, const std::string& fingerprint,
                 const std::string& subject, const Caller& caller) {
  const auto text = trust_text({profile, fingerprint, subject}, caller, true);
  check(text);
  for (std::size_t at = 0; at < fingerprint.size(); at += 4)
    fuzz::promise(text.description.find(fingerprint.substr(at, 4)) != std::string::npos,
                  "the whole fingerprint is shown");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lines = lines_of(fuzz::text_of(data, size), 6);
  const front::AskedProfile profile{"p", lines[0], lines[1]};
  const Caller add_on{lines[4], lines[0], false}, command{"", lines[4], true};
  for (const auto& caller : {add_on, command}) {
    check(password_text({profile, "from", 2, std::nullopt}, caller, true));
    check(password_text({profile, "from", 1, profile}, caller, false));
    if (const auto root = nssbridge::Fingerprint::parse(lines[2]))
      check_trust(profile, root->hex(), lines[3], caller);
    for (const char* what : {"unprotected-copy", "unknown-caller"}) {
      const auto consent = consent_text({what, profile, profile}, caller);
      fuzz::promise(consent.has_value(), "known questions are asked");
      check(*consent);
    }
  }
  fuzz::promise(!begins(lines[2], lines[5].substr(0, 7)), "seven digits are too few");
  return 0;
}
