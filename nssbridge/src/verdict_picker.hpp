// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

/// The rules by which Thunderbird's certificate picker filters (nsCertPicker over NSS's
/// CERT_FindUserCertsByUsage), which are not those of its verifier.
namespace nssbridge::picker {

bool valid(const Certificate& certificate, Time at);
bool usable(const Certificate& certificate, Purpose purpose);

}  // namespace nssbridge::picker
