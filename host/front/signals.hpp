// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

namespace host::front {

/// Ctrl-C, a closed terminal and a polite kill become a request to cancel while this lives.
class CancellingSignals {
 public:
  explicit CancellingSignals(Cancellation& cancellation);
  ~CancellingSignals();
  CancellingSignals(const CancellingSignals&) = delete;
};

}  // namespace host::front
