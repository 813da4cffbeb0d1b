// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/file_rules.hpp>
#include <host/confinement/state.hpp>
#include <host/confinement/system_calls.hpp>
#include <support/in_child.hpp>
#include <support/needs.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <csignal>
#include <functional>

using namespace host::confinement;
using tests::error_of;
using tests::in_child;
namespace fs = std::filesystem;

namespace {

const tests::Needs filter{filters_system_calls(), "this kernel filters no system calls"};
const tests::Needs landlock{landlock_version() > 0, "this kernel has no Landlock"};
const tests::Needs landlock_for_ports{landlock_version() >= 4, "this kernel's Landlock knows no TCP"};
const tests::Needs landlock_for_signals{landlock_version() >= 6, "this kernel's Landlock knows no signals"};

/// What `act` gives after the filter was loaded.
int filtered(const std::function<int()>& act) {
  return in_child([&] { return forbid_system_calls() ? act() : 100; });
}

/// What `act` gives under rules, without the filter, so that Landlock alone answers.
int restricted(const FileRules& rules, const std::function<int()>& act) {
  return in_child([&] {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return restrict_files(rules) ? act() : 100;
  });
}

int open_error(const fs::path& file, int flags) {
  return error_of(::open(file.c_str(), flags | O_CLOEXEC, 0600));
}

int start_error() {
  const char* words[] = {"true", nullptr};
  ::execv("/bin/true", const_cast<char* const*>(words));
  return errno;
}

sockaddr_in loopback(in_port_t port = 0) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = port;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A listening TCP socket on this machine.
struct Listener {
  int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback();
  Listener() {
    socklen_t size = sizeof address;
    REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(descriptor, 1) == 0);
    REQUIRE(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  }
  ~Listener() { ::close(descriptor); }
  int connect_error(int from) const {
    return error_of(::connect(from, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }
};

struct Folders {
  tests::TemporaryFolder root;
  fs::path open = root.path() / "open", own = root.path() / "own", closed = root.path() / "closed";
  FileRules rules{{open}, {own}};
  Folders() {
    for (const auto& folder : {open, own, closed}) tests::write_file(folder / "file", "text");
  }
};

}  // namespace

TEST_CASE("the filter lets no new socket and no connection through" * filter) {
  CHECK(filtered([] { return error_of(::socket(AF_INET, SOCK_STREAM, 0)); }) == EPERM);
  CHECK(filtered([] { return error_of(::socket(AF_INET6, SOCK_DGRAM, 0)); }) == EPERM);
  CHECK(filtered([] { return error_of(::socket(AF_UNIX, SOCK_STREAM, 0)); }) == EPERM);
  CHECK(filtered([] { return error_of(::socket(AF_NETLINK, SOCK_RAW, 0)); }) == EPERM);
  const Listener listener;
  const int before = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(filtered([&] { return listener.connect_error(before); }) == EPERM);
  CHECK(filtered([&] { return error_of(::accept(listener.descriptor, nullptr, nullptr)); }) == EPERM);
  ::close(before);
  CHECK(filtered([] { return error_of(::syscall(SYS_io_uring_setup, 1, nullptr)); }) == EPERM);
}

TEST_CASE(
    "the filter allows pairs of connected streams, which lead nowhere else, and nothing that can be sent "
    "anywhere" *
    filter) {
  const auto pair = [](int kind, int type) {
    return filtered([=] {
      int ends[2];
      return error_of(::socketpair(kind, type, 0, ends));
    });
  };
  CHECK(pair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC) == 0);
  CHECK(pair(AF_UNIX, SOCK_DGRAM) == EPERM);
  CHECK(pair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK) == EPERM);
  CHECK(pair(AF_UNIX, SOCK_SEQPACKET) == EPERM);
}

TEST_CASE("the filter starts no program, and forks" * filter) {
  CHECK(filtered(start_error) == EPERM);
  CHECK(filtered([] { return in_child(start_error); }) == EPERM);
  CHECK(filtered([] { return in_child([] { return 7; }); }) == 7);
}

TEST_CASE("the filter keeps other processes, the system, and the modes of files as they are" * filter) {
  const tests::TemporaryFolder folder;
  const auto mine = folder.path().string();
  CHECK(filtered([] { return error_of(::kill(::getppid(), 0)); }) == EPERM);
  CHECK(filtered([] {
          return error_of(::syscall(SYS_process_vm_readv, ::getppid(), nullptr, 0, nullptr, 0, 0));
        }) == EPERM);
  CHECK(filtered([] { return error_of(::syscall(SYS_keyctl, 0, 0, 0, 0, 0)); }) == EPERM);
  CHECK(filtered([] { return error_of(::syscall(SYS_bpf, 0, nullptr, 0)); }) == EPERM);
  CHECK(filtered([] { return error_of(::unshare(CLONE_NEWUSER)); }) == EPERM);
  CHECK(filtered([] { return error_of(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)); }) ==
        EPERM);
  CHECK(filtered([] { return error_of(::mount("none", "/mnt", "tmpfs", 0, nullptr)); }) == EPERM);
  CHECK(filtered([&] { return error_of(::chmod(mine.c_str(), 0777)); }) == EPERM);
  CHECK(filtered([&] { return error_of(::chmod(mine.c_str(), 0600)); }) == 0);
  CHECK(filtered([&] { return error_of(::lchown(mine.c_str(), 1, 1)); }) == EPERM);
}

TEST_CASE("new privileges are given up with the filter") {
  CHECK(in_child([] {
          forbid_system_calls();
          return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
        }) == 1);
}

TEST_CASE("files outside the rules cannot be opened, those inside only as the rules say" * landlock) {
  const Folders folders;
  CHECK(restricted(folders.rules, [&] { return open_error(folders.closed / "file", O_RDONLY); }) == EACCES);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.closed, O_RDONLY | O_DIRECTORY); }) ==
        EACCES);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.closed / "new", O_WRONLY | O_CREAT); }) ==
        EACCES);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.open / "file", O_RDONLY); }) == 0);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.open / "file", O_RDWR); }) == EACCES);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.open / "new", O_WRONLY | O_CREAT); }) ==
        EACCES);
  CHECK(restricted(folders.rules, [&] { return error_of(::unlink((folders.open / "file").c_str())); }) ==
        EACCES);
  CHECK(restricted(folders.rules, [&] { return open_error(folders.own / "file", O_RDWR); }) == 0);
}

TEST_CASE("where it may write, a process makes, moves, cuts and removes" * landlock) {
  const Folders folders;
  const auto own = folders.own;
  CHECK(restricted(folders.rules, [&] { return error_of(::mkdir((own / "folder").c_str(), 0700)); }) == 0);
  CHECK(restricted(folders.rules,
                   [&] { return open_error(own / "folder/new", O_WRONLY | O_CREAT | O_EXCL); }) == 0);
  CHECK(restricted(folders.rules, [&] { return open_error(own / "folder/new", O_WRONLY | O_TRUNC); }) == 0);
  CHECK(restricted(folders.rules, [&] {
          return error_of(::rename((own / "folder/new").c_str(), (folders.closed / "new").c_str()));
        }) != 0);
  if (landlock_version() >= 2)  // the first version moves nothing to another folder
    CHECK(restricted(folders.rules, [&] {
            return error_of(::rename((own / "folder/new").c_str(), (own / "moved").c_str()));
          }) == 0);
  CHECK(restricted(folders.rules, [&] { return fs::remove_all(own / "folder") > 0 ? 0 : 1; }) == 0);
  CHECK(restricted(folders.rules, [&] { return error_of(::symlink("/", (own / "link").c_str())); }) ==
        EACCES);
  CHECK(restricted(folders.rules, [&] { return error_of(::mkfifo((own / "pipe").c_str(), 0600)); }) ==
        EACCES);
}

TEST_CASE("a rule may name one file, or a link to a folder" * landlock) {
  const Folders folders;
  const auto link = folders.root.path() / "link";
  fs::create_directory_symlink(folders.own, link);
  const FileRules rules{{folders.open / "file", folders.root.path() / "absent"}, {link}};
  CHECK(restricted(rules, [&] { return open_error(folders.open / "file", O_RDONLY); }) == 0);
  CHECK(restricted(rules, [&] { return open_error(folders.open, O_RDONLY); }) == EACCES);
  CHECK(restricted(rules, [&] { return open_error(folders.own / "file", O_RDWR); }) == 0);
  CHECK(restricted(rules, [&] { return open_error(link / "file", O_RDWR); }) == 0);
}

TEST_CASE("a second call narrows and never widens" * landlock) {
  const Folders folders;
  const auto then = [&](const FileRules& second, const std::function<int()>& act) {
    return restricted(folders.rules, [&] { return restrict_files(second) ? act() : 100; });
  };
  CHECK(then({{folders.own}, {}}, [&] { return open_error(folders.own / "file", O_RDWR); }) == EACCES);
  CHECK(then({{folders.own}, {}}, [&] { return open_error(folders.own / "file", O_RDONLY); }) == 0);
  CHECK(then({{folders.own}, {}}, [&] { return open_error(folders.open / "file", O_RDONLY); }) == EACCES);
  CHECK(then({{"/"}, {"/"}}, [&] { return open_error(folders.closed / "file", O_RDONLY); }) == EACCES);
}

TEST_CASE("Landlock alone starts no program either" * landlock) {
  CHECK(restricted({system_places(), {}}, start_error) == EACCES);
}

TEST_CASE("Landlock alone reaches no port" * landlock_for_ports) {
  const Listener listener;
  CHECK(restricted({}, [&] { return listener.connect_error(::socket(AF_INET, SOCK_STREAM, 0)); }) == EACCES);
}

TEST_CASE("Landlock alone reaches no process outside" * landlock_for_signals) {
  CHECK(restricted({}, [] { return error_of(::kill(::getppid(), 0)); }) == EPERM);
}

TEST_CASE("a confined process still finds what NSS looks at") {
  const auto confined = [](const fs::path& file) {
    return in_child([&] {
      forbid_system_calls();
      restrict_files({system_places(), {}});
      return open_error(file, O_RDONLY);
    });
  };
  CHECK(confined("/proc/self/maps") == 0);
  CHECK(confined("/dev/urandom") == 0);
  CHECK(confined("/etc/passwd") == 0);
  CHECK(confined(fs::canonical("/proc/self/exe").parent_path()) == (landlock_version() > 0 ? EACCES : 0));
}
