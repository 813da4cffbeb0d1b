// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/lesson.hpp>

#include <map>
#include <vector>

namespace host::correspondents {

/// What all that was read teaches. Of more than `most_told` an answer lists those that are news: not the unsigned, not what was
/// known already, and of the others no more than that many.
class Told {
 public:
  explicit Told(const Materials& materials);

  void add(Lesson lesson);
  /// A folder has many messages of one person: the last word of each is written once.
  void leave_out_superseded();

  /// Those that are listed, and behind them those that are to be written all the same.
  std::vector<Lesson>& lessons() { return m_lessons; }
  std::vector<Lesson>::const_iterator begin() const { return m_lessons.begin(); }
  std::vector<Lesson>::const_iterator listed_end() const;
  /// Of all, listed or not, how many came to what.
  std::map<Outcome, std::size_t> counts() const;

 private:
  bool m_all_are_listed;
  std::vector<Lesson> m_lessons;
  std::map<Outcome, std::size_t> m_left_out;
};

}  // namespace host::correspondents
