// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>

#include <string>

namespace host::dialog {

/// The time of the earlier state, and what bringing it back costs and changes, without any name.
std::string consequences_in_words(const front::AskedState& state);

}  // namespace host::dialog
