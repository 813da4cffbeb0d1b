// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/answers.hpp>
#include <host/correspondents/reasons.hpp>

namespace host::correspondents {

using nssbridge::Reason;

namespace {

bool is_yes(Answer answer, std::optional<Reason>& why) {
  if (answer == Answer::no) why = person_said_no();
  if (answer == Answer::nobody) why = nobody_to_ask();
  return answer == Answer::yes;
}

}  // namespace

bool Answers::trusts(const nssbridge::Certificate& root, std::optional<Reason>& why) {
  const auto [answer, is_new] = m_roots.emplace(root.fingerprint, Answer::not_asked);
  if (is_new) answer->second = m_questions.trusts(root);
  return is_yes(answer->second, why);
}

bool Answers::accepts(const Change& change, std::optional<Reason>& why) {
  const auto [answer, is_new] = m_changes.emplace(std::pair{change.used->fingerprint, change.offered->fingerprint}, Answer::not_asked);
  if (is_new) answer->second = m_questions.accepts(change);
  return is_yes(answer->second, why);
}

void Answers::require_import(const nssbridge::Certificate& certificate) {
  if (m_imports.insert(certificate.fingerprint).second) m_questions.require_import(certificate);
}

}  // namespace host::correspondents
