// SPDX-License-Identifier: MPL-2.0
#include <host/native/file_password.hpp>

namespace host::native {

using nssbridge::Secret;
using Clock = std::chrono::steady_clock;

void FilePassword::keep(std::string file, Secret password) {
  const std::lock_guard lock(m_mutex);
  m_kept.emplace(Kept{std::move(file), std::move(password), Clock::now() + m_life});
  if (!m_clock.joinable()) m_clock = std::jthread([this](const std::stop_token& stop) { forget_in_time(stop); });
  m_changed.notify_all();
}

std::optional<Secret> FilePassword::take(const std::string& file) {
  const std::lock_guard lock(m_mutex);
  auto kept = std::exchange(m_kept, std::nullopt);
  m_changed.notify_all();
  if (!kept || kept->file != file) return std::nullopt;
  return std::move(kept->password);
}

bool FilePassword::is_kept() const {
  const std::lock_guard lock(m_mutex);
  return m_kept.has_value();
}

/// A password is wiped when its time is over, not when somebody next asks.
void FilePassword::forget_in_time(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  while (!stop.stop_requested()) {
    if (!m_kept) {
      m_changed.wait(lock, stop, [this] { return m_kept.has_value(); });
      continue;
    }
    const auto until = m_kept->until;
    const auto is_another = [&] { return !m_kept || m_kept->until != until; };
    if (!m_changed.wait_until(lock, stop, until, is_another) && !stop.stop_requested()) m_kept.reset();
  }
}

std::variant<Secret, front::Refusal> KnowingPerson::password(const front::PasswordQuestion& question) {
  if (!question.file) return m_person.password(question);
  if (question.attempt == 1 && m_known) return m_known->duplicate();
  auto given = m_person.password(question);
  if (const auto* typed = std::get_if<Secret>(&given)) m_known = typed->duplicate();
  return given;
}

}  // namespace host::native
