// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/dialog/caller.hpp>
#include <host/front/worker_process.hpp>
#include <host/native/call.hpp>
#include <host/native/caller.hpp>
#include <host/native/file_password.hpp>
#include <host/native/line.hpp>
#include <host/native/output.hpp>
#include <host/native/pending_watch.hpp>
#include <host/native/write_consent.hpp>
#include <host/protocol/operations.hpp>

namespace host::native {

/// What the methods do. One thread per call is inside at a time; calls overlap.
class Service {
 public:
  /// `output` must outlive this object.
  Service(Caller caller, Output& output);

  /// The result of the call, as JSON text. Throws Error.
  std::string run(Call& call);
  /// Some call was cancelled, and may be waiting here for its turn.
  void look_again() {
    m_workers.look_again();
    m_consent.look_again();
  }

 private:
  std::string run_worker(Call& call, const protocol::Operation& operation, Access access,
                         const front::Configuration& configuration);
  std::string run_for(front::Interaction& person, Call& call, const protocol::Operation& operation, Access access,
                      const front::Configuration& configuration);
  std::string run_audit(Call& call, const front::Configuration& configuration);
  std::string run_doctor(Call& call, Access access);
  static std::string run_for_file(front::Request request, const front::Workers& workers, front::Interaction& person);
  Line::Place take_place(const Call& call);
  std::string run_with_file(front::Request request, const front::Workers& workers, front::Interaction& person);
  void take_watch(Call& call, std::string& result);

  Caller m_caller;
  dialog::Caller m_asker;  ///< the same for people; seen at the start, while its process surely lives
  Output& m_output;
  Line m_workers;
  PendingWatch m_pending{m_output};
  WriteConsent m_consent;
  FilePassword m_file_password;
};

}  // namespace host::native
