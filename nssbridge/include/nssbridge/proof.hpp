// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>
#include <nssbridge/verdict.hpp>

#include <optional>

namespace nssbridge {

/// What was tried with a certificate where it now stands. Nothing: does not apply or could not be tried.
struct Checks {
  std::optional<bool> key_matches;
  std::optional<bool> chain;
  std::optional<bool> sign_verify;
  std::optional<bool> encrypt_decrypt;
};

/// Tries a certificate in the main database of `library`, whose token is logged in: the key belongs to it, NSS's
/// classic verifier and ours accept its chain (as of notAfter where it is expired), a CMS message signed with the
/// key verifies, one encrypted to the certificate decrypts. Without a signing (encryption) usage that check is
/// empty; encryption to EC is empty with NSS before 3.101, which cannot do it.
Checks prove(Library& library, const StoredCertificate& certificate, const Verifier& verifier);

}  // namespace nssbridge
