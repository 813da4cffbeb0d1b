// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include "session.hpp"

/// What tells that a private key belongs to a certificate: the modulus of RSA, the first coordinate of a point.
namespace nssbridge {

/// Empty for a kind of key that is not known. Asks nothing of a certificate: a file may name the wrong one.
Bytes public_material(const Session& session, CK_OBJECT_HANDLE private_key);
Bytes public_material(const Certificate& certificate);

}  // namespace nssbridge
