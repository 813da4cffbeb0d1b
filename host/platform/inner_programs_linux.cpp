// SPDX-License-Identifier: MPL-2.0
#include <host/front/inner_programs.hpp>

namespace host::front {

std::vector<std::filesystem::path> installed_inner_programs() {
  return {CERTFERRY_INSTALLED_INNER_PROGRAMS, "/usr/libexec/certferry", "/usr/local/libexec/certferry"};
}

}  // namespace host::front
