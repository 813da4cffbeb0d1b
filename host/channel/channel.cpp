// SPDX-License-Identifier: MPL-2.0
#include <host/channel/channel.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace host::channel {
namespace {

/// Longer than any password a person or a program would use; a length is believed only up to here.
constexpr std::uint32_t largest_secret = 64U * 1024;
constexpr std::size_t header_size = sizeof(std::uint32_t) + 1;

using nssbridge::Error;
using nssbridge::Kind;

[[noreturn]] void broken(const char* message) {
  throw Error(Kind::internal, message);
}

/// Memory for a secret on its way in: wiped whatever happens.
class WipedBuffer {
 public:
  explicit WipedBuffer(std::size_t size) : m_bytes(std::make_unique<char[]>(size)), m_size(size) {}
  ~WipedBuffer() { explicit_bzero(m_bytes.get(), m_size); }
  WipedBuffer(const WipedBuffer&) = delete;
  char* data() { return m_bytes.get(); }

 private:
  std::unique_ptr<char[]> m_bytes;
  std::size_t m_size;
};

/// Reads exactly `size` bytes; false if the stream ends before the first one.
bool read_all(int descriptor, char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(descriptor, to + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    // A peer that was killed with unread bytes in its socket resets the connection: the same end of the
    // stream.
    if (got < 0 && errno != ECONNRESET)
      broken("The connection to the worker process failed. Run the command again.");
    if (got <= 0) {
      if (done == 0) return false;
      broken("The worker process ended in the middle of a message. Run the command again.");
    }
    done += static_cast<std::size_t>(got);
  }
  return true;
}

/// Header and payload go out together; a peer that is gone is an error, never a signal.
void write_frame(int descriptor, Type type, const char* payload, std::size_t size) {
  if (size > largest_frame)
    throw Error(Kind::too_large, "This is too much for one answer or request. Ask for less, such as certificates of one kind.");
  char header[header_size];
  const auto length = static_cast<std::uint32_t>(size);
  std::memcpy(header, &length, sizeof length);
  header[sizeof length] = static_cast<char>(type);
  std::size_t done = 0;
  while (done < header_size + size) {
    iovec parts[2];
    int count = 0;
    if (done < header_size) parts[count++] = {header + done, header_size - done};
    const std::size_t sent = done > header_size ? done - header_size : 0;
    if (sent < size) parts[count++] = {const_cast<char*>(payload) + sent, size - sent};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = static_cast<std::size_t>(count);
    const ssize_t put = ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) broken("The worker process ended before it had taken a message. Run the command again.");
    done += static_cast<std::size_t>(put);
  }
}

bool is_known(char type) {
  return type != '\0' && std::strchr("RPQSYBAE", type) != nullptr;
}

}  // namespace

Channel::Channel(Channel&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

Channel::~Channel() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

void Channel::send(Type type, const nlohmann::json& payload) {
  // Names from old databases may be no UTF-8, which a plain dump() answers with an exception.
  const std::string text = payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  send_text(type, text);
}

void Channel::send_text(Type type, std::string_view json) {
  write_frame(m_descriptor, type, json.data(), json.size());
}

void Channel::send_octets(std::string_view octets) {
  write_frame(m_descriptor, Type::octets, octets.data(), octets.size());
}

void Channel::send_secret(const nssbridge::Secret& secret) {
  if (secret.size() > largest_secret) broken("A password is too long.");
  write_frame(m_descriptor, Type::secret, secret.expose().data(), secret.size());
}

std::optional<Frame> Channel::receive() {
  char header[header_size];
  if (!read_all(m_descriptor, header, header_size)) return std::nullopt;
  std::uint32_t length = 0;
  std::memcpy(&length, header, sizeof length);
  const char type = header[sizeof length];
  if (!is_known(type)) broken("The worker process sent a message of an unknown type.");
  Frame frame{static_cast<Type>(type), {}, {}};
  const bool secret = frame.type == Type::secret;
  if (length > (secret ? largest_secret : largest_frame))
    broken("The worker process sent a message that is too large.");
  if (length == 0) return frame;
  const auto ended = [] {
    broken("The worker process ended in the middle of a message. Run the command again.");
  };
  if (secret) {
    WipedBuffer buffer(length);
    if (!read_all(m_descriptor, buffer.data(), length)) ended();
    frame.secret = nssbridge::Secret(std::span<const char>(buffer.data(), length));
  } else {
    frame.text.resize(length);
    if (!read_all(m_descriptor, frame.text.data(), length)) ended();
  }
  return frame;
}

}  // namespace host::channel
