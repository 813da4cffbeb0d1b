// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <pkcs11t.h>
#include <seccomon.h>

#include <string>

/// From NSS's three ways of failing to Error. The error name is read at once: any later call, also one that
/// frees something, may replace it.
namespace nssbridge {

/// The name of this thread's current NSS error, e.g. "SEC_ERROR_BAD_DATABASE".
std::string current_nss_error();
/// "CKR_DEVICE_ERROR"; "CKR_0x..." for one that is not among the usual ones.
std::string name_of_rv(CK_RV rv);

[[noreturn]] void fail(Kind kind, std::string message);
[[noreturn]] void fail(std::string message);

/// Throws Error(nss_failure) with `message` unless the call succeeded.
void check(SECStatus status, const char* message);
void check_rv(CK_RV rv, const char* message);

template <typename Pointer>
Pointer check(Pointer pointer, const char* message) {
  if (!pointer) fail(message);
  return pointer;
}

}  // namespace nssbridge
