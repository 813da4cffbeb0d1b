// SPDX-License-Identifier: MPL-2.0
#include <host/mail/mbox.hpp>
#include <host/mail/smime_part.hpp>
#include <host/mail/verify.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace host::mail {
namespace {

namespace cms = nssbridge::cms;
using nssbridge::Reason;

// Signed, encrypted and signed again is the most that programs write; each layer costs a key.
constexpr int most_layers = 4;
// Measured with Thunderbird 153: it shows no seal where the signature is further from the Date field; an old message may be sent again.
constexpr nssbridge::Time most_apart = 60 * 60;

nssbridge::BytesView octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string_view text_of(nssbridge::BytesView octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

bool is_encrypted(cms::Type type) { return type == cms::Type::enveloped_data || type == cms::Type::auth_enveloped_data; }

bool holds_encrypted(std::string_view entity) {
  const auto part = find_smime(entity);
  return part && part->whole && !part->covered && is_encrypted(cms::type_of(octets_of(part->cms)));
}

Reason reason_for(cms::Outcome outcome) {
  switch (outcome) {
    case cms::Outcome::altered:
      return {"altered", "The text is not the one that was signed: it was changed on the way, by a mail server or a mailing list or on purpose.", {}};
    case cms::Outcome::no_certificate:
      return {"no-certificate", "The signer's certificate did not come along and is not in this profile, so nothing can be said of the signature.", {}};
    case cms::Outcome::unsupported:
      return {"unsupported-algorithm", "The signature was made in a way that NSS does not accept (any more).", {}};
    default: return {"bad-signature", "The signature does not belong to this text and this certificate.", {}};
  }
}

[[noreturn]] void refuse_authenticated_encryption() {
  throw nssbridge::Error(nssbridge::Kind::unsupported_algorithm,
                         "The message is encrypted in a way that NSS does not read (authenticated encryption, AES-GCM). Ask the sender for one that is "
                         "encrypted with AES in the mode CBC.");
}

JudgedSigner judged(const cms::Signer& signer, bool covers_whole, const Sender& sender, const nssbridge::Verifier& verifier) {
  JudgedSigner result{.signer = signer, .address_matches = false, .chain = {}};
  if (!signer.certificate) {
    result.chain.reasons.push_back({"not-found", "The signer's certificate is neither in the message nor in the profile.", {}});
    return result;
  }
  result.chain = verifier.verdict(*signer.certificate, nssbridge::Purpose::signing);
  result.address_matches =
      covers_whole && !sender.doubtful && sender.address && nssbridge::carries_address(*signer.certificate, *sender.address);
  return result;
}

Reason ambiguous_header() {
  return {"ambiguous-header",
          "Its header can be read in more than one way: a field that may stand there once stands there twice, or a line ends as none should. So a "
          "reader may be shown another text or sender than the one that was signed.", {}};
}

Reason doubtful_sender() {
  return {"doubtful-sender",
          "Who the message is from cannot be told for sure: it names no sender or several, its From field has control characters, or the name in it "
          "shows another address.", {}};
}

Reason another_address(const std::vector<JudgedSigner>& signers) {
  if (std::ranges::none_of(signers, &JudgedSigner::address_matches))
    return {"address-mismatch", "The signer's certificate does not carry the address that the message says it is from.", {}};
  return {"address-mismatch",
          "The first signer's certificate does not carry the address that the message says it is from. The sender signed too, but Thunderbird looks at "
          "the first one alone.", {}};
}

Reason weak_digest() {
  const nssbridge::Fix fix{.text = "Ask the sender for a message that is signed with SHA-256. Old mail programs, and keys of 1024 bits or less, sign with SHA-1.",
                           .command = {}};
  return {"weak-signature",
          "The text was hashed with an algorithm for which a second text with the same hash can be made. Thunderbird no longer believes such signatures.", fix};
}

bool is_apart(const cms::Signer& signer, const Sender& sender) {
  return signer.signing_time && sender.date && std::abs(*signer.signing_time - *sender.date) > most_apart;
}

std::optional<Reason> first_fault(const Examined& examined, const Sender& sender, const std::vector<JudgedSigner>& signers) {
  if (signers.empty() && examined.ambiguous) return ambiguous_header();
  if (signers.empty()) return Reason{"unsigned", "The message is not signed.", {}};
  for (const auto& each : signers)
    if (each.signer.outcome != cms::Outcome::good) return reason_for(each.signer.outcome);
  if (examined.ambiguous) return ambiguous_header();
  if (!examined.covers_whole)
    return Reason{"not-whole", "The signature covers only a part of the message. What stands beside that part may be anybody's.", {}};
  for (const auto& each : signers)
    if (is_weak(each.signer.digest)) return weak_digest();
  for (const auto& each : signers)
    if (is_apart(each.signer, sender))
      return Reason{"time-mismatch", "It was signed at another time than the message says it was written: it may be an old one, sent again by somebody else.", {}};
  for (const auto& each : signers)
    if (!each.chain.ok) return each.chain.reasons.front();
  if (sender.doubtful) return doubtful_sender();
  if (!signers.front().address_matches) return another_address(signers);
  return std::nullopt;
}

bool is_altered(const Examined& examined) {
  const auto altered = [](const cms::Signer& signer) { return signer.outcome == cms::Outcome::altered; };
  return examined.signature && std::ranges::any_of(examined.signature->signers, altered);
}

}  // namespace

bool is_weak(std::string_view digest) { return digest == "sha1" || digest == "md5"; }

Examined examine(std::string_view message, const cms::Find& find, const Open& open) {
  Examined examined;
  std::string entity(message);
  for (int layer = 0; layer < most_layers; ++layer) {
    const auto part = layer == 0 && is_bare_smime(entity) ? bare_smime(entity) : find_smime(entity);
    if (!part) return examined;
    examined.ambiguous = part->ambiguous;
    const auto type = part->covered ? cms::Type::signed_data : cms::type_of(octets_of(part->cms));
    if (type == cms::Type::signed_data) {
      examined.covers_whole = part->whole;
      examined.signature = cms::check_signatures(
          octets_of(part->cms), part->covered ? std::optional(octets_of(*part->covered)) : std::nullopt, find);
      const auto& content = examined.signature->content;
      const std::string_view inside = part->covered ? std::string_view(*part->covered) : content ? text_of(*content) : "";
      examined.encrypted = examined.encrypted || holds_encrypted(inside);
      return examined;
    }
    if (!is_encrypted(type)) return examined;
    examined.encrypted = true;
    if (!part->whole) return examined;
    if (type == cms::Type::auth_enveloped_data) refuse_authenticated_encryption();
    const auto opened = open(octets_of(part->cms));
    if (!examined.cipher) examined.cipher = opened.cipher;
    entity = text_of(opened.content);
  }
  return examined;
}

Examined examine_of_folder(std::string_view message, const cms::Find& find, const Open& open) {
  auto examined = examine(message, find, open);
  if (!is_altered(examined)) return examined;
  const auto unquoted = without_quoting(message);
  if (!unquoted) return examined;
  auto again = examine(*unquoted, find, open);
  return is_altered(again) ? examined : again;
}

Judgement judge(const Examined& examined, const Sender& sender, const nssbridge::Verifier& verifier) {
  Judgement judgement;
  if (examined.signature)
    for (const auto& signer : examined.signature->signers)
      judgement.signers.push_back(judged(signer, examined.covers_whole, sender, verifier));
  judgement.reason = first_fault(examined, sender, judgement.signers);
  judgement.valid = !judgement.reason;
  return judgement;
}

}  // namespace host::mail
