// SPDX-License-Identifier: MPL-2.0
#include <host/front/setup.hpp>

#include <unistd.h>
#include <cstdlib>

namespace host::front {

Workers::Setup find_setup(const Configuration& configuration) {
  const char* home = std::getenv("HOME");
  const auto places = nss_places(configuration, home != nullptr ? home : "");
  return {find_worker_program(), usable_nss_folders(places, ::geteuid()), environ};
}

}  // namespace host::front
