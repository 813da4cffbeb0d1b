// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

/// The rules by which Thunderbird's certificate picker filters (nsCertPicker over NSS's
/// CERT_FindUserCertsByUsage), which are not those of its verifier.
namespace nssbridge::picker {

bool valid(const Certificate& certificate, Time at);
/// Whether its purposes and Netscape type leave room for e-mail; the classic verifier asks the same.
bool is_for_email(const Certificate& certificate);
bool usable(const Certificate& certificate, Purpose purpose);

}  // namespace nssbridge::picker
