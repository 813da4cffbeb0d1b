// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/dialog/caller.hpp>
#include <host/dialog/pinentry.hpp>
#include <host/front/cancellation.hpp>
#include <host/front/interaction.hpp>
#include <nssbridge/error.hpp>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace host::dialog {

/// The person behind one request, asked through dialogs of their own system: nothing that the request's
/// sender controls answers in their place, and no answer is remembered beyond the request.
class DialogPerson : public front::Interaction {
 public:
  struct Setup {
    std::string configured_program;  ///< of the configuration; empty: found by itself
    const char* const*
        environment;  ///< what was inherited; only harmless names pass on. Outlives this object.
    Caller caller;
  };
  using Progress = std::function<void(const std::string& stage, std::size_t done, std::size_t total)>;

  /// `cancellation` must outlive this object; asking for it closes an open dialog.
  DialogPerson(Setup setup, const front::Cancellation& cancellation, Progress progress);

  void progress(const std::string& stage, std::size_t done, std::size_t total) override;
  /// At most three times in a request.
  std::variant<nssbridge::Secret, front::Refusal> password(const front::PasswordQuestion& question) override;
  /// One dialog, or two where the program cannot ask for the same twice; they count among the three.
  std::variant<nssbridge::Secret, front::Refusal> new_password(const front::NewPasswordQuestion& question) override;
  /// Counts among the three.
  std::variant<nssbridge::Secret, front::Refusal> pin(const front::PinQuestion& question) override;
  /// Yes only if the person types the first eight digits of the fingerprint, in one of three tries.
  front::ConsentAnswer trust_root(const front::TrustQuestion& question) override;
  /// A password dialog that said the same was the consent.
  front::ConsentAnswer consent(const front::ConsentQuestion& question) override;

  /// What a request failed with. Where that is a no which nobody said, because of one shortly before, the words are others and it is
  /// worth another try; the kind stays.
  nssbridge::Error explained(const nssbridge::Error& error) const;

 private:
  enum class Outcome { accepted, refused, cancelled, unavailable };
  Outcome show(const Text& text, nssbridge::Secret& typed);
  Outcome show_in_turn(const std::vector<Program>& programs, const Text& text, nssbridge::Secret& typed);
  Outcome show_new_password(const Text& text, const front::NewPasswordQuestion& question, nssbridge::Secret& typed,
                            bool& same);

  Setup m_setup;
  const front::Cancellation& m_cancellation;
  Progress m_progress;
  int m_password_dialogs = 0;
  bool m_kept_from_asking = false;  ///< something was refused a moment ago
  bool m_repeated = false;  ///< the last dialog had the same typed twice
  std::set<std::pair<std::string, std::string>> m_agreed_copies;  ///< from and to, by profile id
};

}  // namespace host::dialog
