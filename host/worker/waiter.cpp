// SPDX-License-Identifier: MPL-2.0
#include <host/worker/waiter.hpp>

#include <host/profiles/locks.hpp>
#include <host/selection/apply_pending.hpp>
#include <host/selection/pending.hpp>
#include <host/selection/waiter_lock.hpp>
#include <host/worker/opened.hpp>

#include <nssbridge/error.hpp>

#include <unistd.h>

namespace host::worker {
namespace {

void apply_under_lock(const profiles::Profile& profile, const profiles::ApplicationLock& lock) {
  const profiles::WriteLock ours(profile.path, std::chrono::seconds(1));
  with_contents(profile, [&](const store::Contents& contents, const nssbridge::Verifier& verifier) {
    selection::apply_pending(profile, contents, verifier, lock);
  });
}

}  // namespace

int wait_and_apply(const std::filesystem::path& folder) {
  const auto profile = profiles::at_path(folder);
  const auto alone = selection::WaiterLock::try_take(folder);
  if (!alone) return 0;
  constexpr int most_tries = 30;
  for (int i = 0; i < most_tries && !selection::read_pending(folder).empty(); ++i) {
    try {
      const auto lock = profiles::ApplicationLock::wait_for(folder);
      apply_under_lock(profile, lock);
    } catch (const nssbridge::Error& error) {
      // Another process of ours writes: a starting application must not find its lock taken for long.
      if (error.kind() != nssbridge::Kind::profile_busy) return 3;
      ::sleep(1);
    }
  }
  return 0;
}

}  // namespace host::worker
