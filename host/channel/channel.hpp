// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

/// What the front process and its worker say to each other over a socket pair: frames of a 32-bit length in native
/// byte order, one type byte, and the payload. Secrets travel as bytes of their own, never inside JSON.
namespace host::channel {

enum class Type : char {
  request = 'R',   ///< front: {method, params, paths, caller, environment}; once, first
  progress = 'P',  ///< worker: {stage, done, total}
  question = 'Q',  ///< worker: {ask: "password"|"trust-root"|"library", ...}; one open at a time
  secret = 'S',    ///< front: the password, bytes
  answer = 'Y',    ///< front: {answer: "yes"|"no"|"unavailable"|"cancelled", ...}
  octets = 'B',    ///< front: behind an answer that announces them, bytes of a file
  result = 'A',    ///< worker: the method's result; last
  error = 'E',     ///< worker: an error object of the protocol; last
};

struct Frame {
  Type type;
  std::string text;           ///< JSON, or octets; empty for a secret
  nssbridge::Secret secret;   ///< only for Type::secret
};

constexpr std::size_t largest_frame = std::size_t{64} * 1024 * 1024;

/// One end. Frames over 64 MiB and unknown types end the conversation: Error(internal).
class Channel {
 public:
  explicit Channel(int descriptor) : m_descriptor(descriptor) {}
  Channel(Channel&& other) noexcept;
  ~Channel();
  /// Throws Error(too_large) for a payload that no frame holds; the peer knows nothing of it.
  void send(Type type, const nlohmann::json& payload);
  void send_text(Type type, std::string_view json);
  void send_octets(std::string_view octets);
  void send_secret(const nssbridge::Secret& secret);
  /// Nothing at the end of the stream.
  std::optional<Frame> receive();
  int descriptor() const { return m_descriptor; }

 private:
  int m_descriptor;
};

}  // namespace host::channel
