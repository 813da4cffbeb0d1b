// SPDX-License-Identifier: MPL-2.0
#include <host/report/redaction.hpp>
#include <nssbridge/error.hpp>

#include <string.h>
#include <sys/random.h>
#include <array>

namespace host::report {

nssbridge::Secret random_redaction_key() {
  std::array<char, 32> key{};
  if (::getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size()))
    throw nssbridge::Error(nssbridge::Kind::io_failure, "The system gave no random numbers.");
  nssbridge::Secret secret(key);
  explicit_bzero(key.data(), key.size());
  return secret;
}

}  // namespace host::report
