// SPDX-License-Identifier: MPL-2.0
#include <host/native/write_consent.hpp>
#include <nssbridge/error.hpp>

namespace host::native {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

void require_yes(front::ConsentAnswer answer) {
  switch (answer) {
    case front::ConsentAnswer::yes:
      return;
    case front::ConsentAnswer::no:
      throw Error(Kind::consent_refused, "You did not allow this change. Nothing was changed.");
    case front::ConsentAnswer::unavailable:
      throw Error(Kind::no_ui,
                  "The browser did not say which add-on asks, and there is no way to ask you. Nothing was "
                  "changed. Use "
                  "the command certferry in a terminal.");
    case front::ConsentAnswer::cancelled:
      throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  }
}

}  // namespace

void WriteConsent::require(front::Interaction& person, const front::Cancellation& cancellation) {
  const auto turn = m_turn.take(cancellation);
  if (!turn) require_yes(front::ConsentAnswer::cancelled);
  if (m_given) return;
  require_yes(person.consent({.what = "unknown-caller", .profile = {}, .other = {}}));
  m_given = true;
}

}  // namespace host::native
