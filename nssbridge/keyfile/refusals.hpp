// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>

/// Why a key file is not read.
namespace nssbridge::key_file {

[[noreturn]] void refuse_truncated();
[[noreturn]] void refuse_damaged();
[[noreturn]] void refuse_unknown();
[[noreturn]] void refuse_costly();
/// `what`: "The private key is encrypted with scrypt".
[[noreturn]] void refuse_algorithm(const std::string& what);

}  // namespace nssbridge::key_file
