// SPDX-License-Identifier: MPL-2.0
// Loaded before the real worker (LD_PRELOAD): stops it before `main` with all its libraries in place, and has a copy
// of it go on from there for each conversation that comes. So many requests cost one start of a program, and each is
// served by a process of its own, as always. Standard input is a socket: a message with a conversation's socket in it
// starts one; back comes, once it has ended, "STATUS MICROSECONDS": as wait4 has it, and of the processor.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int control = STDIN_FILENO, conversation = 3;

using Main = int (*)(int, char**, char**);
Main main_of_worker;

/// -1: nobody wants any more.
int receive_socket() {
  char octet = 0;
  iovec part{&octet, 1};
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof(int))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  if (::recvmsg(control, &message, MSG_CMSG_CLOEXEC) <= 0) return -1;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return -1;
  int socket = -1;
  std::memcpy(&socket, CMSG_DATA(header), sizeof socket);
  return socket;
}

long microseconds(const timeval& time) { return time.tv_sec * 1'000'000L + time.tv_usec; }

void report(pid_t child) {
  int status = 0;
  rusage spent{};
  ::wait4(child, &status, 0, &spent);
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%d %ld", status, microseconds(spent.ru_utime) + microseconds(spent.ru_stime));
  ::send(control, text, static_cast<std::size_t>(size), MSG_NOSIGNAL);
}

/// What a worker finds that was started by the front.
void take_place_of_a_started_one(int socket) {
  if (socket != conversation) {
    ::dup2(socket, conversation);
    ::close(socket);
  }
  ::close(control);
  ::open("/dev/null", O_RDWR);
  ::unsetenv("LD_PRELOAD");
  ::unsetenv("LD_BIND_NOW");
}

int serve(int argc, char** argv, char** environment) {
  for (;;) {
    const int socket = receive_socket();
    if (socket < 0) ::_exit(0);
    const pid_t child = ::fork();
    if (child == 0) {
      take_place_of_a_started_one(socket);
      // Nothing is tidied up: copies of one start have all of it in common.
      ::_exit(main_of_worker(argc, argv, environment));
    }
    ::close(socket);
    if (child < 0) ::_exit(3);
    report(child);
  }
}

}  // namespace

/// The C library's, which `_start` calls with the program's `main`.
extern "C" [[gnu::visibility("default")]] int __libc_start_main(Main main, int argc, char** argv, void (*init)(), void (*fini)(), void (*loader_fini)(),
                                                                void* stack_end) {
  main_of_worker = main;
  using Start = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
  const auto start = reinterpret_cast<Start>(::dlsym(RTLD_NEXT, "__libc_start_main"));
  return start(serve, argc, argv, init, fini, loader_fini, stack_end);
}
