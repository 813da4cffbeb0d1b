// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/facts.hpp>
#include <host/audit/finding.hpp>

#include <string>
#include <vector>

namespace host::audit {

/// Everything that is wrong, in the order and number of `order_and_limit`. Opens nothing; signatures are checked by the
/// facts' verifier, which needs an initialised Library.
std::vector<Finding> examine(const Facts& facts);

/// What could not be found out, in stable words ("private-keys", "trust", "primary-password", ...).
std::vector<std::string> unknown_in(const Facts& facts);

}  // namespace host::audit
