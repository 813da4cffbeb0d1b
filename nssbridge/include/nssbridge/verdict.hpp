// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/builtin_roots.hpp>
#include <nssbridge/certificate.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/trust.hpp>

#include <memory>
#include <set>
#include <vector>

namespace nssbridge {

enum class Purpose { signing, encryption };

/// What Thunderbird's verifier (mozpkix through PSM, FLAG_LOCAL_ONLY) says of a certificate for a purpose.
/// `reasons` may hold warnings while `ok` is true.
struct Verdict {
  bool ok = false;
  std::vector<Reason> reasons;
};

/// The verdicts for both purposes.
struct Verdicts {
  Verdict signing, encryption;
};

/// Where a chain led: leaf first, root last (without a root: as far as it went).
struct Chain {
  std::vector<const Certificate*> certificates;
  bool complete = false;        ///< ends in a self-issued certificate, a built-in root or another trust anchor
  bool root_trusted = false;    ///< for e-mail
  bool root_builtin = false;    ///< the application ships it
  bool root_distrusted = false;
  /// Why Thunderbird would not accept what stands above the leaf (empty: it does, as far as the leaf allows).
  std::vector<Reason> problems;
};

/// Everything that a verifier knows of one profile: its certificates, its trust, its keys, and the roots that the
/// application ships. Signatures that were checked once are remembered. Holds references; needs an initialised
/// Library for signature checks.
class Verifier {
 public:
  struct Options {
    Time at = 0;                 ///< moment to judge at
    bool trust_known = true;     ///< false: trust could not be read, roots are "unknown"
  };
  /// `certificates` must outlive the verifier. `key_ids`: CKA_IDs of private keys; nothing = could not be known.
  Verifier(const std::vector<StoredCertificate>& certificates, TrustMap trust,
           std::optional<std::set<Bytes>> key_ids, Options options);
  ~Verifier();
  Verifier(Verifier&&) noexcept;

  /// The best chain at `at` (default: the option's time): trusted before complete before incomplete.
  Chain chain(const Certificate& leaf, std::optional<Time> at = {}) const;
  /// The certificate alone; with `address`, whether it carries it too.
  Verdict verdict(const Certificate& certificate, Purpose purpose, const std::string* address = nullptr) const;
  /// Both verdicts, for less than two calls.
  Verdicts verdicts(const Certificate& certificate, const std::string* address = nullptr) const;
  /// Worth calling before the verdicts of a thousand certificates: checks their signatures on all processors. Verdicts are
  /// the same without.
  void prepare(const std::vector<const StoredCertificate*>& certificates) const;
  /// Would Thunderbird's picker offer it (nsCertPicker: valid, has its key, usages, address), whatever its chain?
  bool offered(const Certificate& certificate, Purpose purpose, const std::string* address) const;
  TrustPair trust_of(const Certificate& certificate) const;
  std::optional<bool> has_private_key(const Certificate& certificate) const;

 private:
  struct State;
  Verdict judge(const Certificate& certificate, Purpose purpose, const std::string* address,
                const Chain& above) const;
  void add_differences(const Certificate& certificate, Purpose purpose, const Chain& chain,
                       std::vector<Reason>& found) const;
  std::unique_ptr<State> m_state;
};

/// False: while the certificate of this verdict is chosen for encryption Thunderbird cannot send signed mail, because NSS's
/// classic verifier refuses it.
bool lets_sign(const Verdict& of_encryption);

/// RFC 8550 section 3 as Thunderbird does it: ASCII case ignored on both sides of the last '@'; lengths counted,
/// so an address with NUL never matches.
bool same_address(std::string_view left, std::string_view right);
bool carries_address(const Certificate& certificate, std::string_view address);
/// Can serve e-mail at all: no extended key usage, or emailProtection, or anyExtendedKeyUsage; not an authority.
bool can_serve_email(const Certificate& certificate);

}  // namespace nssbridge
