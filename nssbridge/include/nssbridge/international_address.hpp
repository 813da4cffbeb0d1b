// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <string_view>

namespace nssbridge {

/// The same mailbox, and yet not `same_address`: the domain stands once in its own letters and once as `xn--` (RFC 8550 section
/// 3 with RFC 9598; the forms are those of IDNA 2008). Thunderbird compares letters, and takes the two for different.
bool same_in_other_form(std::string_view left, std::string_view right);

/// The certificate names the address so.
bool carries_in_other_form(const Certificate& certificate, std::string_view address);

}  // namespace nssbridge
