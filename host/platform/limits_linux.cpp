// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/limits.hpp>

#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <csignal>

namespace host::confinement {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

/// `grace` above the soft limit comes the one that no handler of a signal gets round.
void limit(__rlimit_resource resource, rlim_t most, rlim_t grace) {
  rlimit present{};
  if (::getrlimit(resource, &present) != 0) return;
  present.rlim_max = std::min(present.rlim_max, most + grace);
  present.rlim_cur = std::min({present.rlim_cur, most, present.rlim_max});
  ::setrlimit(resource, &present);
}

microseconds set_alarm(microseconds after) {
  const auto whole = std::chrono::duration_cast<seconds>(after);
  const itimerval wanted{{0, 0}, {whole.count(), (after - whole).count()}};
  itimerval before{};
  ::setitimer(ITIMER_REAL, &wanted, &before);
  return seconds(before.it_value.tv_sec) + microseconds(before.it_value.tv_usec);
}

}  // namespace

void limit_costs(const Limits& limits) {
  if (limits.processor.count() > 0) limit(RLIMIT_CPU, static_cast<rlim_t>(limits.processor.count()), 1);
  // Not the address space: each thread's allocator reserves 64 MiB of that and uses little.
  if (limits.memory > 0 && !CERTFERRY_SANITIZED) limit(RLIMIT_DATA, limits.memory, 0);
  if (limits.wall.count() > 0) set_alarm(limits.wall);
}

UncountedTime::UncountedTime() : m_left(set_alarm({})) {}

UncountedTime::~UncountedTime() {
  if (m_left.count() > 0) set_alarm(m_left);
}

nssbridge::Error too_costly() {
  return {nssbridge::Kind::profile_unreadable,
          "The profile took more time or memory than any store of certificates needs, so reading it was stopped. Restore its "
          "databases from a backup; `certferry restore --list` shows those made by Certferry."};
}

bool ended_by_limit(int status) {
  return status == 128 + SIGXCPU || status == 128 + SIGALRM;
}

}  // namespace host::confinement
