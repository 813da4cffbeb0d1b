// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/assuan_connection.hpp>

#include <assuan.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

namespace host::dialog {
namespace {

constexpr std::chrono::seconds longest_silence{20};
constexpr std::chrono::milliseconds no_end{-1};

/// Memory with its size in front, so that it can be wiped.
constexpr std::size_t header = alignof(std::max_align_t);

std::size_t size_of(void* memory) {
  std::size_t size = 0;
  ::memcpy(&size, static_cast<char*>(memory) - header, sizeof size);
  return size;
}

void* take_memory(std::size_t size) {
  if (size > SIZE_MAX - header) return nullptr;
  auto* start = static_cast<char*>(std::calloc(1, size + header));
  if (start == nullptr) return nullptr;
  ::memcpy(start, &size, sizeof size);
  return start + header;
}

void give_back(void* memory) {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, size_of(memory));
  std::free(static_cast<char*>(memory) - header);
}

void* change_size(void* memory, std::size_t size) {
  void* larger = take_memory(size);
  if (larger == nullptr || memory == nullptr) return larger;
  ::memcpy(larger, memory, std::min(size, size_of(memory)));
  give_back(memory);
  return larger;
}

int not_offered() {
  errno = ENOSYS;
  return -1;
}

/// libassuan's own log would show what the person typed.
int log_nothing(assuan_context_t, void*, unsigned int, const char*) {
  return 0;
}

}  // namespace

/// Longer than any password that a person types; the protocol's programs stop at 2048.
struct AssuanConnection::Entered {
  std::array<char, 4096> bytes{};
  std::size_t size = 0;
  ~Entered() { ::explicit_bzero(bytes.data(), bytes.size()); }

  /// False for what no password can be.
  bool add(const char* data, std::size_t count) {
    if (count > bytes.size() - size || ::memchr(data, 0, count) != nullptr) return false;
    ::memcpy(bytes.data() + size, data, count);
    size += count;
    return true;
  }
};

/// libassuan's way to the system: it reads when there is something to read, and starts nothing.
struct AssuanConnection::Hooks {
  static ssize_t read(assuan_context_t context, assuan_fd_t socket, void* buffer, std::size_t size) {
    const auto& watch = *static_cast<const Watch*>(assuan_get_pointer(context));
    try {
      if (watch.cancellation.wait_readable(socket, watch.longest)) return ::read(socket, buffer, size);
      errno = ETIMEDOUT;
    } catch (...) {
      errno = EIO;
    }
    return -1;
  }

  static ssize_t write(assuan_context_t, assuan_fd_t socket, const void* buffer, std::size_t size) {
    return ::send(socket, buffer, size, MSG_NOSIGNAL);
  }

  static assuan_system_hooks make() {
    assuan_system_hooks hooks{};
    hooks.version = ASSUAN_SYSTEM_HOOKS_VERSION;
    hooks.usleep = [](assuan_context_t, unsigned int time) { ::usleep(time); };
    hooks.pipe = [](assuan_context_t, assuan_fd_t*, int) { return not_offered(); };
    hooks.close = [](assuan_context_t, assuan_fd_t descriptor) { return ::close(descriptor); };
    hooks.read = read;
    hooks.write = write;
    hooks.recvmsg = [](assuan_context_t, assuan_fd_t, assuan_msghdr_t, int) { return not_offered(); };
    hooks.sendmsg = [](assuan_context_t, assuan_fd_t, assuan_msghdr_t, int) { return not_offered(); };
    hooks.spawn = [](assuan_context_t, pid_t*, const char*, const char**, assuan_fd_t, assuan_fd_t,
                     assuan_fd_t*, void (*)(void*, int), void*, unsigned int) { return not_offered(); };
    hooks.waitpid = [](assuan_context_t, pid_t, int, int*, int) -> pid_t { return not_offered(); };
    hooks.socketpair = [](assuan_context_t, int, int, int, assuan_fd_t*) { return not_offered(); };
    hooks.socket = [](assuan_context_t, int, int, int) { return not_offered(); };
    hooks.connect = [](assuan_context_t, int, sockaddr*, socklen_t) { return not_offered(); };
    return hooks;
  }
};

void AssuanConnection::Release::operator()(assuan_context_s* context) const {
  assuan_release(context);
}

AssuanConnection::AssuanConnection(int socket, const front::Cancellation& cancellation)
    : m_watch{cancellation, longest_silence} {
  static assuan_malloc_hooks memory{take_memory, change_size, give_back};
  static assuan_system_hooks system = Hooks::make();
  assuan_context_t context = nullptr;
  if (assuan_new_ext(&context, GPG_ERR_SOURCE_USER_1, &memory, log_nothing, nullptr) != 0) {
    ::close(socket);
    return;
  }
  m_context.reset(context);
  assuan_set_flag(context, ASSUAN_NO_LOGGING, 1);
  assuan_ctx_set_system_hooks(context, &system);
  assuan_set_pointer(context, &m_watch);
  m_greeting = reply_for(assuan_socket_connect_fd(context, socket, 0));
}

AssuanConnection::~AssuanConnection() = default;

Reply AssuanConnection::tell(const std::string& line) {
  if (!m_context) return Reply::gone;
  m_watch.longest = longest_silence;
  return transact(line, nullptr);
}

Reply AssuanConnection::ask(const std::string& line, nssbridge::Secret& typed) {
  if (!m_context) return Reply::gone;
  m_watch.longest = no_end;
  assuan_begin_confidential(m_context.get());
  Entered entered;
  const Reply reply = transact(line, &entered);
  if (reply == Reply::ok)
    typed = nssbridge::Secret(std::span<const char>(entered.bytes.data(), entered.size));
  return reply;
}

/// Not assuan_transact: that takes "ERR" with no number behind it for success.
Reply AssuanConnection::transact(const std::string& line, Entered* entered) {
  m_statuses.clear();
  if (const auto error = assuan_write_line(m_context.get(), line.c_str())) return reply_for(error);
  for (;;) {
    char* answer = nullptr;
    int length = 0;
    int offset = 0;
    assuan_response_t response = ASSUAN_RESPONSE_ERROR;
    if (const auto error = assuan_client_read_response(m_context.get(), &answer, &length))
      return reply_for(error);
    if (const auto error = assuan_client_parse_response(m_context.get(), answer, length, &response, &offset))
      return reply_for(error);
    switch (response) {
      case ASSUAN_RESPONSE_OK:
        return Reply::ok;
      case ASSUAN_RESPONSE_ERROR:
        return reply_for_number(answer + offset);
      case ASSUAN_RESPONSE_DATA:
        if (entered == nullptr || !entered->add(answer + offset, static_cast<std::size_t>(length - offset)))
          return Reply::gone;
        break;
      case ASSUAN_RESPONSE_STATUS:
        note_status({answer + offset, static_cast<std::size_t>(length - offset)});
        break;
      case ASSUAN_RESPONSE_COMMENT:
        break;
      default:
        return Reply::gone;
    }
  }
}

/// Its first word; few, whatever the program sends.
void AssuanConnection::note_status(std::string_view text) {
  constexpr std::size_t most = 16;
  if (m_statuses.size() < most) m_statuses.emplace(text.substr(0, text.find(' ')));
}

/// What the program reports as "ERR NUMBER TEXT".
Reply AssuanConnection::reply_for_number(const char* text) {
  switch (gpg_err_code(static_cast<gpg_error_t>(std::strtoul(text, nullptr, 10)))) {
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED:
    case GPG_ERR_NOT_CONFIRMED:
      return Reply::refused;
    case GPG_ERR_TIMEOUT:
      return Reply::timed_out;
    default:
      return Reply::error;
  }
}

/// What went wrong on the way.
Reply AssuanConnection::reply_for(unsigned int error) const {
  if (error == 0) return Reply::ok;
  return m_watch.cancellation.requested() ? Reply::cancelled : Reply::gone;
}

}  // namespace host::dialog
