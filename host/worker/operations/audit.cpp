// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/answer.hpp>
#include <host/worker/audit/find_targets.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>

namespace host::worker {

nlohmann::json find_audit_targets(session::Session& session) {
  return audit::find_targets(session.params());
}

protocol::JsonText audit_profile(session::Session& session) {
  // A copy has the owner that it was collected with, who may not even be allowed to enter where it lies now.
  if (!session.params().value("isCopy", false)) become_owner_of(audit::folder_of(session));
  const auto target = audit::target_of(session);
  // Lives until the process ends: to give ten thousand certificates back piece by piece takes longer than to judge them.
  auto& examination = *new audit::Examination(session, target);
  auto text = audit::answer(target, examination);
  examination.close();
  return text;
}

}  // namespace host::worker
