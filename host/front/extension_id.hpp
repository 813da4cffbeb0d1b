// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/identity.hpp>

#include <string_view>

namespace host::front {

/// Our own add-on, in Firefox and in Thunderbird.
constexpr std::string_view own_extension = identity::extension;

/// An add-on id as Firefox and Thunderbird accept it: "{GUID}" or "name@domain", at most 80 characters.
bool is_extension_id(std::string_view text);

}  // namespace host::front
