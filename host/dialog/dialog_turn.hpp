// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

#include <filesystem>
#include <functional>

namespace host::dialog {

/// The right to show a dialog. One process of a user has it at a time, and nobody for ten seconds after the
/// person refused something: a program that asks again and again shall not wear the person down.
class DialogTurn {
 public:
  enum class Status {
    ours,
    cancelled,
    refused_lately,
    impossible,  ///< there is no folder of this user's own to agree with other processes
  };

  /// Waits for the turn, and says so once through `on_wait`. `folder` is made if it is missing.
  DialogTurn(const std::filesystem::path& folder, const front::Cancellation& cancellation,
             const std::function<void()>& on_wait);
  ~DialogTurn();
  DialogTurn(const DialogTurn&) = delete;

  Status status() const { return m_status; }
  /// The person said no.
  void note_refusal() const;

 private:
  Status wait(const front::Cancellation& cancellation, const std::function<void()>& on_wait) const;
  bool refused_lately() const;

  int m_folder = -1;
  int m_lock = -1;
  Status m_status = Status::impossible;
};

/// Where the processes of this user agree: certferry in $XDG_RUNTIME_DIR if that is the user's own, else in
/// ~/.cache. Empty if there is neither.
std::filesystem::path turn_folder(const char* const* environment);

}  // namespace host::dialog
