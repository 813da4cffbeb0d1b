// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Files that somebody can be learnt from, taken apart by what is in them, not by their names.
namespace host::correspondents {

/// What is in one file. The views point into it.
struct Given {
  std::vector<std::string_view> messages;  ///< one as a mail server delivers it (RFC 5322), or all of a folder (mbox)
  std::vector<nssbridge::Bytes> certificates;  ///< DER: of a certificate file (DER, PEM, PKCS#7) or of the keys in a vCard
};

/// Throws Error(bad_file) for what is damaged, and for a key file; Error(too_large).
Given given_in(std::string_view file);

}  // namespace host::correspondents
