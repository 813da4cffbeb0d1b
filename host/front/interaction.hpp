// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace host::front {

/// A profile as a question names it. The name comes from outside and is shown through text::printable only.
struct AskedProfile {
  std::string id, name, application;
};

/// A key file whose password is wanted.
struct AskedFile {
  std::string use;   ///< "import": what is in it comes into the profile; "look": it is only looked at
  std::string name;  ///< where it is known; from outside
};

struct PasswordQuestion {
  AskedProfile profile;
  std::string role;  ///< "profile", "from", "to"; "file": that of a key file, not of the profile
  int attempt = 1;   ///< counts from 1
  /// The profile without a primary password into which the keys of `profile` would go, if that is what the
  /// password is for.
  std::optional<AskedProfile> keys_go_to = std::nullopt;
  std::optional<AskedFile> file = std::nullopt;
};

/// The password of a key file that does not exist yet. To give one is to agree that the file is written.
struct NewPasswordQuestion {
  AskedProfile profile;   ///< whose keys go into it
  std::size_t keys = 0;   ///< how many
  std::string file;       ///< its name, shown
  bool may_be_empty = false;
};

/// The PIN of a token, which a PKCS#11 module reads. It is tried once: a token locks itself after a few wrong ones.
struct PinQuestion {
  AskedProfile profile;  ///< which names the module
  std::string token;     ///< its label; from outside
  std::string module;    ///< real path of the library
};

struct TrustQuestion {
  AskedProfile profile;
  std::string fingerprint;  ///< 64 lower-case hexadecimal digits
  std::string subject;
};

/// Why there is no password; the names on the wire are those of the protocol's error kinds.
enum class Refusal { cancelled, consent_refused, no_ui, password_required, wrong_password };
std::string_view name_of(Refusal refusal);

/// What it would do to a profile to bring an earlier state of it back.
struct AskedState {
  std::string time;  ///< of the backup, RFC 3339
  bool comparable = true;            ///< false: the present databases are damaged, what they hold would be lost
  std::size_t certificates = 0, private_keys = 0;  ///< would go
  std::size_t returning = 0;         ///< certificates and keys that were deleted since
  std::size_t settings = 0;          ///< of trust, of identities and others, that would be as they were
  std::size_t roots = 0;             ///< would be trusted that are not now; the question's `fingerprint` and `subject` are of the first
  std::size_t correspondents = 0;    ///< to whom mail would be encrypted in another way
  std::string correspondent = {};    ///< address of the first
};

/// What a request may not do unless the person agrees.
struct ConsentQuestion {
  /// A stable word: "unprotected-copy" (keys of `other`, which has a primary password, would lie without one
  /// in `profile`), "unknown-caller" (a caller that no id identifies wants to change profiles; both are
  /// empty), "import-keys" and "import-certificates" (what came as bytes would come into `profile`), "load-module" (`file`, a
  /// library for tokens that `profile` names, would run as this user), "select-without-address" (in `profile` a certificate that does
  /// not carry an identity's address, `subject`, would be selected for it), "correspondent-change" (in `profile` mail to an address,
  /// `subject`, would be encrypted to another certificate than `used`, under another root), "restore" (`profile` would be as
  /// it was, and more would come of it than that the last change is undone; what, says `state`).
  std::string what;
  AskedProfile profile;
  AskedProfile other;
  std::string fingerprint = {};  ///< of the first certificate that would come; 64 digits
  std::string subject = {};      ///< the name that it gives itself
  std::size_t more = 0;          ///< how many come besides it
  std::string file = {};         ///< real path
  std::string used = {};         ///< fingerprint of the certificate that is in use
  AskedState state = {};
};

/// `unavailable`: there is nobody to ask.
enum class ConsentAnswer { yes, no, unavailable, cancelled };
/// The name on the wire.
std::string_view name_of(ConsentAnswer answer);

/// The person behind a request, as far as there is one.
class Interaction {
 public:
  virtual ~Interaction() = default;
  virtual void progress(const std::string& stage, std::size_t done, std::size_t total) = 0;
  virtual std::variant<nssbridge::Secret, Refusal> password(const PasswordQuestion& question) = 0;
  /// The same text twice where a person types it.
  virtual std::variant<nssbridge::Secret, Refusal> new_password(const NewPasswordQuestion& question) = 0;
  virtual std::variant<nssbridge::Secret, Refusal> pin(const PinQuestion& question) = 0;
  virtual ConsentAnswer trust_root(const TrustQuestion& question) = 0;
  virtual ConsentAnswer consent(const ConsentQuestion& question) = 0;
};

}  // namespace host::front
