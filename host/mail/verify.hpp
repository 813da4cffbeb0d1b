// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/mail/sender.hpp>

#include <nssbridge/cms.hpp>
#include <nssbridge/verdict.hpp>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace host::mail {

/// What a message's outermost signature says, once whatever encloses it is decrypted. No word yet of what the certificates are worth.
struct Examined {
  bool encrypted = false;
  std::optional<std::string> cipher;  ///< of the outermost encryption, where it was decrypted
  bool covers_whole = false;          ///< the signature covers everything that a reader is shown
  std::optional<nssbridge::cms::SignedMessage> signature;  ///< nothing: not signed
};

/// `open` decrypts; it is called at most a few times, and only for what is the whole message (what stands beside unsigned parts is
/// not worth a key). Throws what it throws, and Error(bad_file).
using Open = std::function<nssbridge::cms::OpenedMessage(nssbridge::BytesView)>;
Examined examine(std::string_view message, const nssbridge::cms::Find& find, const Open& open);

/// Whether other texts with the same hash can be made. "sha1", "md5".
bool is_weak(std::string_view digest);

/// One signer, judged.
struct JudgedSigner {
  nssbridge::cms::Signer signer;
  bool address_matches = false;
  nssbridge::Verdict chain;  ///< ok false without a certificate
};

struct Judgement {
  bool valid = false;
  /// The first thing that is wrong: "unsigned", "altered", "bad-signature", "no-certificate", "unsupported-algorithm", "weak-signature",
  /// "not-whole", "time-mismatch", "address-mismatch", or what the chain's verdict says.
  std::optional<nssbridge::Reason> reason;
  std::vector<JudgedSigner> signers;
};

/// `verifier` knows the certificates that came along.
Judgement judge(const Examined& examined, const Sender& sender, const nssbridge::Verifier& verifier);

}  // namespace host::mail
