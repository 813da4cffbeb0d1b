// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/channel/channel.hpp>
#include <host/front/answered_passwords.hpp>
#include <host/front/child_process.hpp>
#include <host/front/worker_process.hpp>

#include <optional>

namespace host::front {

/// One worker process from its start to its end: the request goes out, questions are answered, the result
/// comes back.
class Conversation {
 public:
  /// What the worker is for: the request of somebody; `nested`, what another worker wants done by another NSS; `module`,
  /// loading code of others, which gets no password and may ask for nothing but a PIN. The last two can want no further one.
  enum class Part { request, nested, module };
  Conversation(const Workers& workers, const NssFolder& folder, Interaction& interaction,
               AnsweredPasswords& passwords, Part part);

  /// The result as the worker wrote it, unread. Nothing if this NSS did not load, and another folder may be
  /// tried.
  std::optional<std::string> hold(const Request& request);

 private:
  std::optional<channel::Frame> next_frame();
  void cancel();
  void answer(const nlohmann::json& question);
  void answer_password(const nlohmann::json& question);
  void answer_new_password(const nlohmann::json& question);
  void answer_octets();
  void answer_store(const nlohmann::json& question);
  void answer_trust(const nlohmann::json& question);
  bool start_waiter(const nlohmann::json& question) const;
  void answer_consent(const nlohmann::json& question);
  void answer_of_request(const std::string& ask, const nlohmann::json& question);
  void answer_pin(const nlohmann::json& question);
  nlohmann::json read_module(const nlohmann::json& question) const;
  nlohmann::json run_module_worker(const nlohmann::json& question, const std::string& file) const;
  nlohmann::json run_other_worker(const nlohmann::json& question) const;
  nlohmann::json request_json(const Request& request) const;
  std::optional<std::string> end(std::optional<channel::Frame> last);

  const Workers& m_workers;
  const NssFolder& m_folder;
  Interaction& m_interaction;
  AnsweredPasswords& m_passwords;
  const Request* m_request = nullptr;
  Part m_part;
  bool m_cancelled = false;
  bool m_silent = false;  ///< it was ended because it said nothing for too long
  ChildProcess m_process;
  channel::Channel m_channel;
};

}  // namespace host::front
