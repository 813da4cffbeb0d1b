// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/system_calls.hpp>

#include <nssbridge/error.hpp>

#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>

namespace host::confinement {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

constexpr int to_the_outside[] = {
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    // A ring of the kernel does the same without these calls.
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
};

constexpr int to_other_programs[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
};

constexpr int to_other_processes[] = {
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(process_madvise),
    SCMP_SYS(kcmp),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(ptrace),
};

/// Newer than the headers of Debian 12; the number is the same everywhere.
constexpr int fchmodat2 = 452;

/// Landlock has no rule for these: whoever owns a file could open it to everybody.
constexpr int to_owners_and_modes[] = {
    SCMP_SYS(fchmodat),
    fchmodat2,
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchown),  // SQLite calls it on journals that it only looks at, which changes their time
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(open_by_handle_at),
};

constexpr int to_the_system[] = {
    SCMP_SYS(mount),
    SCMP_SYS(umount),
    SCMP_SYS(umount2),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_tree),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount),
    SCMP_SYS(fspick),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(fanotify_init),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(syslog),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(personality),
    SCMP_SYS(iopl),
    SCMP_SYS(ioperm),
    SCMP_SYS(modify_ldt),
};

constexpr int new_namespaces[] = {CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
                                  CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET};

[[noreturn]] void throw_not_confined() {
  throw Error(
      Kind::internal,
      "The process that reads profiles could not be confined, so nothing was done. Please report it.");
}

/// The rules: what is not named stays allowed, since what NSS of tomorrow calls is not known.
class Filter {
 public:
  Filter() : m_rules(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release) {
    if (!m_rules) throw_not_confined();
  }
  void forbid(int call) { add(SCMP_ACT_ERRNO(EPERM), call, nullptr); }
  void forbid(int call, scmp_arg_cmp where) { add(SCMP_ACT_ERRNO(EPERM), call, &where); }
  /// For calls that the C library replaces by older ones where they are missing.
  void hide(int call) { add(SCMP_ACT_ERRNO(ENOSYS), call, nullptr); }
  /// False if the kernel takes no filters.
  bool load() {
    const int result = seccomp_load(m_rules.get());
    if (result != 0 && result != -EINVAL && result != -EFAULT && result != -ECANCELED && result != -ENOSYS)
      throw_not_confined();
    return result == 0;
  }

 private:
  void add(std::uint32_t action, int call, const scmp_arg_cmp* where) {
    const int result = seccomp_rule_add_array(m_rules.get(), action, call, where != nullptr ? 1 : 0, where);
    // Some architectures never had the call.
    if (result != 0 && result != -EDOM) throw_not_confined();
  }
  std::unique_ptr<void, void (*)(scmp_filter_ctx)> m_rules;
};

void forbid_new_namespaces(Filter& filter) {
  for (const auto kind : new_namespaces) {
    const auto flag = static_cast<scmp_datum_t>(static_cast<unsigned>(kind));
    filter.forbid(SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag));
  }
  filter.hide(SCMP_SYS(clone3));  // its flags lie in memory, where no filter sees them
}

/// A pair of connected streams leads nowhere else; a datagram could be sent to any socket in the file system.
void allow_stream_pairs_only(Filter& filter) {
  constexpr scmp_datum_t type = 0xf;
  filter.forbid(SCMP_SYS(socketpair), SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0));
  for (const auto other : {SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET})
    filter.forbid(SCMP_SYS(socketpair), SCMP_A1(SCMP_CMP_MASKED_EQ, type, static_cast<scmp_datum_t>(other)));
}

/// NSS gives databases that it makes this mode, and fails where it may not. It opens nothing to anybody.
void allow_closing_files_only(Filter& filter) {
  constexpr scmp_datum_t owner_only = 0600;
  filter.forbid(SCMP_SYS(chmod), SCMP_A1(SCMP_CMP_NE, owner_only, 0));
}

}  // namespace

bool forbid_system_calls() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw_not_confined();
  Filter filter;
  for (const int call : to_the_outside) filter.forbid(call);
  for (const int call : to_other_programs) filter.forbid(call);
  for (const int call : to_other_processes)
    if (!CERTFERRY_SANITIZED || call != SCMP_SYS(ptrace)) filter.forbid(call);
  for (const int call : to_owners_and_modes) filter.forbid(call);
  for (const int call : to_the_system) filter.forbid(call);
  allow_closing_files_only(filter);
  forbid_new_namespaces(filter);
  allow_stream_pairs_only(filter);
  return filter.load();
}

}  // namespace host::confinement
