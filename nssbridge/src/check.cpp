// SPDX-License-Identifier: MPL-2.0
#include "check.hpp"

#include <pkcs11n.h>
#include <prerror.h>

#include <array>
#include <cstdio>
#include <utility>

namespace nssbridge {
namespace {

using Name = std::pair<CK_RV, const char*>;

/// What softoken is known to answer to the calls made here.
constexpr std::array names{
    Name{CKR_HOST_MEMORY, "CKR_HOST_MEMORY"},
    Name{CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR"},
    Name{CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED"},
    Name{CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD"},
    Name{CKR_ATTRIBUTE_READ_ONLY, "CKR_ATTRIBUTE_READ_ONLY"},
    Name{CKR_ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE"},
    Name{CKR_ATTRIBUTE_TYPE_INVALID, "CKR_ATTRIBUTE_TYPE_INVALID"},
    Name{CKR_ATTRIBUTE_VALUE_INVALID, "CKR_ATTRIBUTE_VALUE_INVALID"},
    Name{CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR"},
    Name{CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY"},
    Name{CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED"},
    Name{CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"},
    Name{CKR_KEY_NOT_WRAPPABLE, "CKR_KEY_NOT_WRAPPABLE"},
    Name{CKR_KEY_TYPE_INCONSISTENT, "CKR_KEY_TYPE_INCONSISTENT"},
    Name{CKR_KEY_UNEXTRACTABLE, "CKR_KEY_UNEXTRACTABLE"},
    Name{CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID"},
    Name{CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID"},
    Name{CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"},
    Name{CKR_SESSION_READ_ONLY, "CKR_SESSION_READ_ONLY"},
    Name{CKR_SIGNATURE_INVALID, "CKR_SIGNATURE_INVALID"},
    Name{CKR_TEMPLATE_INCOMPLETE, "CKR_TEMPLATE_INCOMPLETE"},
    Name{CKR_TEMPLATE_INCONSISTENT, "CKR_TEMPLATE_INCONSISTENT"},
    Name{CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT"},
    Name{CKR_TOKEN_WRITE_PROTECTED, "CKR_TOKEN_WRITE_PROTECTED"},
    Name{CKR_UNWRAPPING_KEY_HANDLE_INVALID, "CKR_UNWRAPPING_KEY_HANDLE_INVALID"},
    Name{CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"},
    Name{CKR_WRAPPED_KEY_INVALID, "CKR_WRAPPED_KEY_INVALID"},
    Name{CKR_BUFFER_TOO_SMALL, "CKR_BUFFER_TOO_SMALL"},
    Name{CKR_NSS_CERTDB_FAILED, "CKR_NSS_CERTDB_FAILED"},
    Name{CKR_NSS_KEYDB_FAILED, "CKR_NSS_KEYDB_FAILED"},
};

}  // namespace

std::string current_nss_error() {
  const char* name = PR_ErrorToName(PR_GetError());
  return name != nullptr ? name : "unknown NSS error";
}

std::string name_of_rv(CK_RV rv) {
  for (const auto& [value, name] : names)
    if (value == rv) return name;
  char text[32];
  std::snprintf(text, sizeof text, "CKR_0x%lx", static_cast<unsigned long>(rv));
  return text;
}

void fail(Kind kind, std::string message) {
  std::string name = current_nss_error();
  throw Error(kind, std::move(message)).with_nss(std::move(name));
}

void fail(std::string message) { fail(Kind::nss_failure, std::move(message)); }

void check(SECStatus status, const char* message) {
  if (status != SECSuccess) fail(message);
}

void check_rv(CK_RV rv, const char* message) {
  if (rv != CKR_OK) throw Error(Kind::nss_failure, message).with_nss(name_of_rv(rv));
}

}  // namespace nssbridge
