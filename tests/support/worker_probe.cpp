// SPDX-License-Identifier: MPL-2.0
// A library that lies under the name of softoken in a folder of NSS libraries: it is loaded into the real
// worker when NSS starts there, which is when a hostile profile would strike, and tells on standard error
// what it gets away with. PROBE_ACT chooses what it does: 0 tries to get out, 1 computes for ever, 2 takes
// all memory it can get, 3 waits for ever.
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

namespace {

/// "probe NAME ok", or why not.
void tell(const std::string& name, long result) {
  std::fprintf(stderr, "probe %s %s\n", name.c_str(), result >= 0 ? "ok" : ::strerrorname_np(errno));
}

template <typename Address>
int reach(int family, int type, const Address& address) {
  const int socket = ::socket(family, type, 0);
  return socket < 0 ? socket : ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

void try_to_connect() {
  sockaddr_in internet{};
  internet.sin_family = AF_INET;
  internet.sin_port = htons(9);
  internet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  tell("tcp", reach(AF_INET, SOCK_STREAM, internet));
  tell("udp", reach(AF_INET, SOCK_DGRAM, internet));
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  std::strcpy(local.sun_path, "/run/dbus/system_bus_socket");
  tell("unix", reach(AF_UNIX, SOCK_STREAM, local));
}

void try_to_start_a_program() {
  char name[] = "/bin/true";
  char* words[] = {name, nullptr};
  ::execve(name, words, ::environ);
  tell("exec", -1);
}

void try_to_open(const char* how, const std::string& file, int flags) {
  const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0600);
  tell(how + (" " + file), descriptor);
  if (descriptor >= 0) ::close(descriptor);
}

/// The test lays a list of files beside this library.
void try_files() {
  Dl_info self{};
  ::dladdr(reinterpret_cast<const void*>(&tell), &self);
  const std::string library = self.dli_fname;
  std::ifstream list(library.substr(0, library.rfind('/')) + "/probed-files");
  for (std::string file; std::getline(list, file);) {
    try_to_open("read", file, O_RDONLY);
    try_to_open("write", file, O_WRONLY);
  }
  try_to_open("read", "/proc/" + std::to_string(::getppid()) + "/environ", O_RDONLY);
  try_to_open("make", std::string(std::getenv("HOME")) + "/made", O_WRONLY | O_CREAT);
}

unsigned long limit_of(__rlimit_resource resource) {
  rlimit limit{};
  ::getrlimit(resource, &limit);
  return static_cast<unsigned long>(limit.rlim_cur);
}

/// What the process may still cost: seconds of processor and of time, bytes.
void tell_limits() {
  itimerval left{};
  ::getitimer(ITIMER_REAL, &left);
  std::fprintf(stderr, "probe processor-seconds %lu\nprobe seconds-left %ld\nprobe memory %lu\n", limit_of(RLIMIT_CPU),
               static_cast<long>(left.it_value.tv_sec), limit_of(RLIMIT_DATA));
}

void tell_state() {
  rlimit core{1, 1};
  ::getrlimit(RLIMIT_CORE, &core);
  std::fprintf(stderr, "probe dumpable %d\nprobe privileges-given-up %d\nprobe core %lu\n",
               ::prctl(PR_GET_DUMPABLE), ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
               static_cast<unsigned long>(core.rlim_max));
  for (char** entry = ::environ; *entry != nullptr; ++entry)
    std::fprintf(stderr, "probe environment %.*s\n", static_cast<int>(std::strcspn(*entry, "=")), *entry);
}

[[gnu::constructor]] void act() {
  if (PROBE_ACT == 0) {
    try_to_connect();
    try_to_start_a_program();
    try_files();
    tell_state();
    tell_limits();
  }
  while (PROBE_ACT == 1) asm volatile("");
  while (PROBE_ACT == 3) {
    ::prctl(PR_SET_NAME, "probe-waits");
    ::pause();
  }
  // A gigabyte is four times what it may get; without a limit it stops there.
  if (PROBE_ACT == 2)
    for (int megabytes = 0; megabytes < 1024; ++megabytes) {
      void* volatile taken = std::malloc(1U << 20);
      if (taken == nullptr) break;
    }
}

}  // namespace
