// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <host/native/line.hpp>
#include <host/native/message.hpp>

#include <cstddef>
#include <functional>
#include <optional>

namespace host::native {

/// A request from when it was taken until it is answered.
struct Call {
  Call(Request taken, std::size_t size) : request(std::move(taken)), bytes(size) {}

  Request request;
  std::size_t bytes;  ///< its length as text
  front::Cancellation cancellation;
  /// Kept until the client has room for more: results that nobody reads do not pile up.
  std::optional<Line::Place> worker;
  std::function<void()> afterwards;  ///< to be done when the answer was sent; may be empty
};

}  // namespace host::native
