// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/told.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace host::correspondents {

Told::Told(const Materials& materials) : m_all_are_listed(materials.all() <= most_told) {
  if (materials.only_counted > 0) m_left_out[Outcome::no_signature] = materials.only_counted;
}

void Told::add(Lesson lesson) {
  const bool news = lesson.outcome != Outcome::no_signature && lesson.outcome != Outcome::present;
  const bool listed = m_all_are_listed || (news && m_lessons.size() < most_told);
  if (!listed) lesson.signers.clear();
  if (listed || lesson.outcome == Outcome::learned)
    m_lessons.push_back(std::move(lesson));
  else
    ++m_left_out[lesson.outcome];
}

void Told::leave_out_superseded() {
  std::set<std::pair<nssbridge::Bytes, std::string>> said;
  for (auto lesson = m_lessons.rbegin(); lesson != m_lessons.rend(); ++lesson)
    std::erase_if(lesson->profiles, [&](const auto& profile) { return !said.emplace(profile.subject, profile.email).second; });
}

std::vector<Lesson>::const_iterator Told::listed_end() const {
  return m_lessons.begin() + static_cast<std::ptrdiff_t>(std::min(m_lessons.size(), most_told));
}

std::map<Outcome, std::size_t> Told::counts() const {
  auto counts = m_left_out;
  for (const auto& lesson : m_lessons) ++counts[lesson.outcome];
  return counts;
}

}  // namespace host::correspondents
