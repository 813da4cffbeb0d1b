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
  bool ambiguous = false;             ///< a header around the signature can be read in more than one way; never covers the whole then
  bool covers_whole = false;          ///< the signature covers everything that a reader is shown
  std::optional<nssbridge::cms::SignedMessage> signature;  ///< nothing: not signed
};

/// `open` decrypts; it is called at most a few times, and only for what is the whole message (what stands beside unsigned parts is
/// not worth a key). A message may also be the cryptographic message alone, which has no sender (.p7m). Throws what `open` throws,
/// Error(bad_file), and Error(unsupported_algorithm) for what is encrypted in a way that NSS does not read.
using Open = std::function<nssbridge::cms::OpenedMessage(nssbridge::BytesView)>;
Examined examine(std::string_view message, const nssbridge::cms::Find& find, const Open& open);

/// The same for a message of a folder. Programs quote lines there that begin with "From ", and do not always tell: a text that is not
/// the signed one is tried once more without that.
Examined examine_of_folder(std::string_view message, const nssbridge::cms::Find& find, const Open& open);

/// Whether other texts with the same hash can be made. "sha1", "md5".
bool is_weak(std::string_view digest);

/// One signer, judged.
struct JudgedSigner {
  nssbridge::cms::Signer signer;
  bool address_matches = false;
  nssbridge::Verdict chain;  ///< ok false without a certificate
};

struct Judgement {
  /// Every signature is good and the first one, the only one that Thunderbird looks at, is the sender's.
  bool valid = false;
  /// The first thing that is wrong: "unsigned", "altered", "bad-signature", "no-certificate", "unsupported-algorithm", "ambiguous-header",
  /// "not-whole", "weak-signature", "time-mismatch", what the chain's verdict says, "doubtful-sender", or "address-mismatch".
  std::optional<nssbridge::Reason> reason;
  std::vector<JudgedSigner> signers;
};

/// `verifier` knows the certificates that came along.
Judgement judge(const Examined& examined, const Sender& sender, const nssbridge::Verifier& verifier);

}  // namespace host::mail
