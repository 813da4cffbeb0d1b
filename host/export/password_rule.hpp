// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>

namespace host::exporting {

/// A password that a program guesses in days at the rounds of a key file: shorter than 12 characters, or only digits and
/// shorter than 20, or made of four different characters or fewer.
bool is_weak(const nssbridge::Secret& password);

}  // namespace host::exporting
