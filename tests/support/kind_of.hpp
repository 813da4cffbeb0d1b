// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <optional>

namespace tests {

/// The kind of the Error that `call` throws; nothing if it throws none.
template <typename Call>
std::optional<nssbridge::Kind> kind_of(Call&& call) {
  try {
    call();
  } catch (const nssbridge::Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

}  // namespace tests
