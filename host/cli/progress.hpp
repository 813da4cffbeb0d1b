// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <chrono>
#include <cstdio>
#include <string>

namespace host::cli {

/// One line on the terminal that says what goes on, for work that takes long enough to be asked about.
class Progress {
 public:
  /// A null stream shows nothing.
  explicit Progress(std::FILE* stream) : m_stream(stream), m_begin(std::chrono::steady_clock::now()) {}

  void show(const std::string& stage, std::size_t done, std::size_t total);
  /// Takes the line away before something else is written.
  void clear();

 private:
  std::FILE* m_stream;
  std::chrono::steady_clock::time_point m_begin;
  bool m_shown = false;
};

}  // namespace host::cli
