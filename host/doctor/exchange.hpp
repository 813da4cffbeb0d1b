// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace host::doctor {

/// What came of a program that was started, told something, and listened to.
struct Exchange {
  bool started = false;
  bool complete = false;  ///< what was waited for came in time
  std::string output;     ///< at most 2 MiB
  std::string errors;     ///< its standard error, at most 64 KiB
  int status = -1;        ///< exit status, 128 + signal; of a program that had to be ended, too
};

/// Starts `program` with exactly that environment and the folder it lies in as its own, writes `input` to its
/// standard input, and reads its standard output until `is_enough` says so, it ends, or `patience` is over.
/// Then its input ends, and it is ended where that does not suffice. An empty `is_enough` waits for its end.
/// Throws Error(cancelled).
Exchange exchange(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment, const std::string& input,
                  const std::function<bool(const std::string&)>& is_enough,
                  std::chrono::milliseconds patience, const front::Cancellation& cancellation);

}  // namespace host::doctor
