// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace host::native {

/// The password that opened the key file that was looked into last, so that a person who then has the same bytes brought in
/// types it once. It is no consent: what it opens is asked for by name. It lives in this process, for one file, for a short
/// time, and is wiped when it is taken.
class FilePassword {
 public:
  static constexpr std::chrono::minutes usual_life{10};

  explicit FilePassword(std::chrono::milliseconds life = usual_life) : m_life(life) {}
  FilePassword(const FilePassword&) = delete;

  /// `file`: its bytes, in base64. Whatever was kept before is wiped.
  void keep(std::string file, nssbridge::Secret password);
  /// What was kept, if it is of exactly this file; it is kept no longer. That of another file is wiped.
  std::optional<nssbridge::Secret> take(const std::string& file);
  bool is_kept() const;

 private:
  struct Kept {
    std::string file;  ///< whole, not as a digest: nothing that hashes is linked into this process, and one file is little
    nssbridge::Secret password;
    std::chrono::steady_clock::time_point until;
  };
  void forget_in_time(const std::stop_token& stop);

  std::chrono::milliseconds m_life;
  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::optional<Kept> m_kept;
  std::jthread m_clock;  ///< runs from the first password on; last, so that it ends first
};

/// The person of a request about a key file, who is not asked for a password that is known.
class KnowingPerson : public front::Interaction {
 public:
  /// `person` must outlive this object.
  KnowingPerson(front::Interaction& person, std::optional<nssbridge::Secret> known)
      : m_person(person), m_known(std::move(known)), m_was_known(m_known.has_value()) {}

  bool was_known() const { return m_was_known; }
  /// The password given last, which opened the file if the request succeeded.
  std::optional<nssbridge::Secret> take_last() { return std::exchange(m_known, std::nullopt); }

  void progress(const std::string& stage, std::size_t done, std::size_t total) override { m_person.progress(stage, done, total); }
  std::variant<nssbridge::Secret, front::Refusal> password(const front::PasswordQuestion& question) override;
  std::variant<nssbridge::Secret, front::Refusal> new_password(const front::NewPasswordQuestion& question) override {
    return m_person.new_password(question);
  }
  std::variant<nssbridge::Secret, front::Refusal> pin(const front::PinQuestion& question) override { return m_person.pin(question); }
  front::ConsentAnswer trust_root(const front::TrustQuestion& question) override { return m_person.trust_root(question); }
  front::ConsentAnswer consent(const front::ConsentQuestion& question) override { return m_person.consent(question); }

 private:
  front::Interaction& m_person;
  std::optional<nssbridge::Secret> m_known;
  bool m_was_known;
};

}  // namespace host::native
