// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>

namespace nssbridge {

/// Compares dotted version numbers field by field ("3.87.1" < "3.114"); what is not a digit ends a field, a missing
/// field is 0.
bool older(std::string_view left, std::string_view right);

}  // namespace nssbridge
