// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>
#include <host/native/line.hpp>

namespace host::native {

/// The person's word that a caller whom no id identifies may change profiles. A yes holds as long as this
/// process; a no holds for the one request.
class WriteConsent {
 public:
  /// Returns if there was a yes, or is one now. Throws Error(consent_refused), Error(no_ui) where nobody can
  /// be asked, Error(cancelled). Of several requests one asks at a time.
  void require(front::Interaction& person, const front::Cancellation& cancellation);
  /// Some request was cancelled, and may be waiting here.
  void look_again() { m_turn.look_again(); }

 private:
  Line m_turn{1};
  bool m_given = false;  ///< only touched in turn
};

}  // namespace host::native
