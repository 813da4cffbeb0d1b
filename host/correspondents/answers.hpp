// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/recipients/in_use.hpp>
#include <nssbridge/error.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace host::correspondents {

using recipients::Change;

enum class Answer {
  yes,
  no,
  nobody,  ///< who wanted the question has nobody to ask: there is neither a terminal nor a dialog
  not_asked,
};

/// What only the person decides. Each may throw Error(cancelled, consent_refused, no_ui).
struct Questions {
  std::function<Answer(const nssbridge::Certificate& root)> trusts;
  std::function<Answer(const Change& change)> accepts;
  /// What came without a signature would come in; throws if it may not.
  std::function<void(const nssbridge::Certificate& certificate)> require_import;
};

/// What the person said. Nobody is asked the same thing twice.
class Answers {
 public:
  explicit Answers(const Questions& questions) : m_questions(questions) {}

  /// Each is true for yes; where the person said no, or could not be asked, `why` says so.
  bool trusts(const nssbridge::Certificate& root, std::optional<nssbridge::Reason>& why);
  bool accepts(const Change& change, std::optional<nssbridge::Reason>& why);
  void require_import(const nssbridge::Certificate& certificate);

 private:
  const Questions& m_questions;
  std::map<nssbridge::Fingerprint, Answer> m_roots;
  std::map<std::pair<nssbridge::Fingerprint, nssbridge::Fingerprint>, Answer> m_changes;
  std::set<nssbridge::Fingerprint> m_imports;
};

}  // namespace host::correspondents
