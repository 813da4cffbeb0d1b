// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <cstdio>
#include <functional>
#include <memory>

namespace host::scan {

/// Values kept in a file without a name until all are there, so that memory does not grow with their number.
class Spool {
 public:
  /// Throws Error(io_failure).
  Spool();
  void add(const nlohmann::json& value);
  /// All of them, in order; may be called again, and no more is added then.
  void for_each(const std::function<void(nlohmann::json value)>& use);

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
};

}  // namespace host::scan
