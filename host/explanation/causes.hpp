// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

#include <optional>
#include <string>
#include <vector>

/// What is said of an identity beside the reasons that its certificates have.
namespace host::explanation {

nssbridge::Reason not_selected(nssbridge::Purpose purpose);
nssbridge::Reason only_other_addresses();

/// Where the missing authority's certificate can be had, if the chain of `certificate` breaks off below one and the
/// last certificate says it.
std::optional<std::string> address_of_issuer(const nssbridge::StoredCertificate& certificate,
                                             const nssbridge::Verifier& verifier);

/// What to do where nothing on this computer helps: what the first reason says. `any`: there is a certificate.
std::string advice(const std::vector<nssbridge::Reason>& reasons, bool any);

}  // namespace host::explanation
