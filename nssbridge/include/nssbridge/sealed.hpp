// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>
#include <nssbridge/values.hpp>

#include <optional>

namespace nssbridge {

/// `clear` encrypted and authenticated under a password: a PKCS#12 with nothing in it but these octets, protected as key
/// files are (KeyFileScheme::modern). Needs an open Library.
Bytes seal(BytesView clear, const Secret& password);

/// What was sealed. Nothing where the password is wrong or the octets were changed. Throws Error(bad_file) for what is no
/// such thing, or costs too many rounds (rule F5).
std::optional<Bytes> unseal(BytesView sealed, const Secret& password);

Bytes sha256(BytesView octets);

}  // namespace nssbridge
