// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace host::front {

/// A profile as a question names it. The name comes from outside and is shown through text::printable only.
struct AskedProfile {
  std::string id, name, application;
};

struct PasswordQuestion {
  AskedProfile profile;
  std::string role;  ///< "profile", "from", "to"
  int attempt = 1;   ///< counts from 1
};

struct TrustQuestion {
  AskedProfile profile;
  std::string fingerprint;  ///< 64 lower-case hexadecimal digits
  std::string subject;
};

/// Why there is no password; the names on the wire are those of the protocol's error kinds.
enum class Refusal { cancelled, no_ui, password_required, wrong_password };
std::string_view name_of(Refusal refusal);

enum class TrustAnswer { yes, no, unavailable, cancelled };

/// The person behind a request, as far as there is one.
class Interaction {
 public:
  virtual ~Interaction() = default;
  virtual void progress(const std::string& stage, std::size_t done, std::size_t total) = 0;
  virtual std::variant<nssbridge::Secret, Refusal> password(const PasswordQuestion& question) = 0;
  virtual TrustAnswer trust_root(const TrustQuestion& question) = 0;
};

}  // namespace host::front
