// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

#include "verdict_reasons.hpp"

/// mozpkix's checks of one certificate by itself (pkixcheck.cpp, CheckIssuerIndependentProperties), as
/// reasons. Each appends what is wrong.
namespace nssbridge::checks {

using Reasons = std::vector<Reason>;

inline constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view any_usage = "2.5.29.37.0";
/// Whether the extended key usage is there and names this purpose.
bool lists(const Certificate& certificate, std::string_view usage);
/// mozpkix reads no element whose content is longer than 65,535 octets, so no such certificate either.
bool too_long(const Certificate& certificate);

/// What holds for leaf and authorities alike. `anchor`: the signature of a trust anchor does not matter.
void common(const Certificate& certificate, reasons::Place place, Time at, bool anchor, Reasons& found);
void leaf_usages(const Certificate& certificate, Purpose purpose, Reasons& found);
/// `authorities_below`: between this authority and the leaf.
void authority_usages(const Certificate& certificate, std::size_t authorities_below, Reasons& found);

}  // namespace nssbridge::checks
