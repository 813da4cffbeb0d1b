// SPDX-License-Identifier: MPL-2.0
#pragma once
#include "trust_values.hpp"

#include <pkcs11t.h>

/// The trust objects of PKCS#11 3.2, which NSS writes from 3.114 on. The headers that this is built with are older.
namespace nssbridge::modern_trust {

inline constexpr CK_OBJECT_CLASS object_class = 0x0B;  // CKO_TRUST

inline constexpr CK_ATTRIBUTE_TYPE hash_algorithm = 0x8C;      // CKA_NAME_HASH_ALGORITHM
inline constexpr CK_ATTRIBUTE_TYPE server_auth = 0x62C;        // CKA_PKCS_TRUST_SERVER_AUTH
inline constexpr CK_ATTRIBUTE_TYPE client_auth = 0x62D;        // CKA_PKCS_TRUST_CLIENT_AUTH
inline constexpr CK_ATTRIBUTE_TYPE code_signing = 0x62E;       // CKA_PKCS_TRUST_CODE_SIGNING
inline constexpr CK_ATTRIBUTE_TYPE email_protection = 0x62F;   // CKA_PKCS_TRUST_EMAIL_PROTECTION
inline constexpr CK_ATTRIBUTE_TYPE certificate_hash = 0x635;   // CKA_HASH_OF_CERTIFICATE

inline constexpr CK_ULONG anchor = modern_value::authority;            // CKT_TRUST_ANCHOR
inline constexpr CK_ULONG not_trusted = modern_value::not_trusted;  // CKT_NOT_TRUSTED
inline constexpr CK_ULONG must_verify = modern_value::must_verify;  // CKT_TRUST_MUST_VERIFY_TRUST

}  // namespace nssbridge::modern_trust
