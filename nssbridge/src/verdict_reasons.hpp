// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/verdict.hpp>

/// What is said about certificates. `Place` tells whether the certificate itself or an authority above it is
/// meant.
namespace nssbridge::reasons {

enum class Place { itself, authority };

Reason expired(Place place, Time not_after);
Reason not_yet_valid(Place place, Time not_before);
Reason no_private_key();
Reason no_email_usage(Place place);
Reason only_any_usage();
Reason revocation_usage();
Reason is_authority();
Reason no_usage(Purpose purpose);
Reason may_not_issue();
Reason path_too_long();
Reason outside_name_constraints();
Reason web_features_missing();
Reason weak_signature(Place place);
Reason unsupported_signature(Place place);
Reason unverified_signature();
Reason unsupported_key(Place place);
Reason key_too_short(Place place);
Reason short_key();
Reason unreadable(Place place);
Reason unknown_extension(Place place);
Reason chain_incomplete();
Reason distrusted(Place place);
Reason root_not_trusted(bool self_signed_leaf);
Reason root_ships_without_email_trust();
Reason root_too_old(Time distrust_after);
Reason trust_unknown();
Reason address_mismatch();
Reason address_in_other_form();
Reason no_address();

}  // namespace nssbridge::reasons
