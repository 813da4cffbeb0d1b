// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/configuration.hpp>
#include <host/front/worker_process.hpp>

namespace host::front {

/// What workers are started with on this machine: the program and every NSS that may be loaded, found anew
/// each time, because a browser may be updated while we run. Throws Error(internal) without a worker program.
Workers::Setup find_setup(const Configuration& configuration);
/// The same with another worker program.
Workers::Setup find_setup(const Configuration& configuration, std::filesystem::path worker);

}  // namespace host::front
