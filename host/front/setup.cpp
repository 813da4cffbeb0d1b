// SPDX-License-Identifier: MPL-2.0
#include <host/front/setup.hpp>

#include <unistd.h>
#include <cstdlib>
#include <utility>

namespace host::front {

Workers::Setup find_setup(const Configuration& configuration) {
  return find_setup(configuration, find_worker_program());
}

Workers::Setup find_setup(const Configuration& configuration, std::filesystem::path worker) {
  const char* home = std::getenv("HOME");
  const auto places = nss_places(configuration, home != nullptr ? home : "");
  Workers::Setup setup{std::move(worker), usable_nss_folders(places, ::geteuid()), environ};
  setup.trusted_roots = configuration.trusted_roots;
  return setup;
}

}  // namespace host::front
