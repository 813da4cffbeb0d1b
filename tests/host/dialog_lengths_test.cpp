// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/texts.hpp>

#include <doctest/doctest.h>

using namespace host::dialog;

namespace {

const std::string fingerprint(64, '0');

std::size_t line_of(const Text& text) {
  return encoded("SETDESC " + text.description).size();
}

}  // namespace

TEST_CASE("no name, application or caller makes a dialog longer than what libassuan sends whole") {
  std::string hidden, wide, percent(2000, '%');
  for (int i = 0; i < 500; ++i) {
    hidden += "\u202E";
    wide += "\U0001F511";
  }
  for (const std::string& name : {hidden, wide, percent, std::string(2000, 'x'), std::string(2000, '\xFF')}) {
    CAPTURE(name.substr(0, 4));
    const host::front::AskedProfile profile{"p", name, name};
    for (const Caller& caller : {Caller{name, name, false}, Caller{"", name, true}}) {
      CHECK(line_of(password_text({profile, "from", 1, profile}, caller, false)) < longest_line);
      CHECK(line_of(trust_text({profile, fingerprint, name}, caller, false)) < longest_line);
      CHECK(line_of(*consent_text({"unprotected-copy", profile, profile}, caller)) < longest_line);
      host::front::ConsentQuestion restore{.what = "restore", .profile = profile, .other = {}, .fingerprint = fingerprint, .subject = name};
      restore.state = {.time = name, .certificates = 1000000, .private_keys = 1000000, .returning = 1000000, .settings = 1000000,
                       .roots = 1000000, .correspondents = 1000000, .correspondent = name};
      CHECK(line_of(*consent_text(restore, caller)) < longest_line);
      CHECK(line_of(*consent_text({"unknown-caller", {}, {}}, caller)) < longest_line);
      CHECK(line_of(*consent_text({.what = "select-without-address", .profile = profile, .other = {}, .fingerprint = fingerprint, .subject = name}, caller)) < longest_line);
      CHECK(line_of(*consent_text({.what = "correspondent-change", .profile = profile, .other = {}, .fingerprint = fingerprint, .subject = name, .used = fingerprint}, caller)) < longest_line);
    }
  }
}
