// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/install/install.hpp>

#include <array>

namespace host::install {

inline constexpr const char* front_program = "certferry";
inline constexpr const char* host_program = "certferry-host";
inline constexpr const char* worker_program = "certferry-worker";
inline constexpr std::array programs{worker_program, host_program, front_program};

/// Throws Error(permission_denied) where this user must not install so: under sudo into a home, for everybody
/// without being root, from or into what others can change. Error(internal) where a program is missing.
void require_allowed(const Setting& setting);

/// Copies the programs where a user's manifest names them; for everybody they stay where the package put
/// them. {folder, outcome: "copied"|"unchanged"|"in-place"}.
nlohmann::json lay_down_programs(const Setting& setting, bool print);

}  // namespace host::install
