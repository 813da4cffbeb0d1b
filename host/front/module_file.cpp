// SPDX-License-Identifier: MPL-2.0
#include <host/front/module_file.hpp>
#include <host/front/trusted_path.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::front {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

std::optional<fs::path> loadable_module(const std::string& library, const std::vector<std::string>& named, uid_t user) {
  constexpr uid_t root = 0;
  std::error_code failed;
  const fs::path real = fs::path(library).is_absolute() ? real_path(library) : fs::path();
  if (real.empty() || !fs::is_regular_file(real, failed)) return std::nullopt;
  if (is_trusted(real, root)) return real;
  const bool is_named = std::ranges::any_of(named, [&](const std::string& typed) { return real_path(typed) == real; });
  if (is_named && is_changed_by_none_but(real, user)) return real;
  if (is_named)
    throw Error(Kind::permission_denied, "Others than you and root can change this PKCS#11 module, or a folder above it. It is code that would "
                                         "run as you, so it is not loaded.")
        .with_fix({"Give the file and the folders above it to root, writable by nobody else.", std::nullopt});
  throw Error(Kind::permission_denied, "The profile names a PKCS#11 module that others than root can change. It is code that would run as you, so "
                                       "it is not loaded because a profile says so.")
      .with_fix({"If you know that the file is genuine, name it at the command line with --tokens --module FILE.", std::nullopt});
}

}  // namespace host::front
