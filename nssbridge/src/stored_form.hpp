// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <string>

/// What NSS stores next to a certificate when it imports one, worked out without making a CERTCertificate: those
/// ask every open token for trust, which costs more the more certificates there are.
namespace nssbridge {

/// CKA_NSS_EMAIL: the first address NSS finds, the subject's before those of the alternative names, in lower
/// case; empty if there is none.
std::string stored_email(const Certificate& certificate);

/// The name that NSS gives to one without a name ("Common Name - Issuer's Organisation", CERT_MakeCANickname).
std::string made_nickname(const Certificate& certificate);

/// The serial as PKCS#11 objects hold it: a DER INTEGER.
Bytes serial_der(BytesView content);
inline Bytes serial_der(const Certificate& certificate) { return serial_der(BytesView(certificate.serial)); }

}  // namespace nssbridge
