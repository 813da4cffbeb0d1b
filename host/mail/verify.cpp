// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
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

bool is_encrypted(std::string_view entity) {
  const auto part = find_smime(entity);
  return part && part->whole && !part->covered && cms::type_of(octets_of(part->cms)) == cms::Type::enveloped_data;
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
  if (signers.empty()) return Reason{"unsigned", "The message is not signed.", {}};
  for (const auto& each : signers)
    if (each.signer.outcome != cms::Outcome::good) return reason_for(each.signer.outcome);
  if (!examined.covers_whole)
    return Reason{"not-whole", "The signature covers only a part of the message. What stands beside that part may be anybody's.", {}};
  for (const auto& each : signers)
    if (is_weak(each.signer.digest)) return weak_digest();
  for (const auto& each : signers)
    if (is_apart(each.signer, sender))
      return Reason{"time-mismatch", "It was signed at another time than the message says it was written: it may be an old one, sent again by somebody else.", {}};
  for (const auto& each : signers)
    if (!each.chain.ok) return each.chain.reasons.front();
  if (std::ranges::none_of(signers, &JudgedSigner::address_matches))
    return Reason{"address-mismatch", "The signer's certificate does not carry the address that the message says it is from.", {}};
  return std::nullopt;
}

}  // namespace

bool is_weak(std::string_view digest) { return digest == "sha1" || digest == "md5"; }

Examined examine(std::string_view message, const cms::Find& find, const Open& open) {
  Examined examined;
  std::string entity(message);
  for (int layer = 0; layer < most_layers; ++layer) {
    const auto part = find_smime(entity);
    if (!part) return examined;
    const auto type = part->covered ? cms::Type::signed_data : cms::type_of(octets_of(part->cms));
    if (type == cms::Type::signed_data) {
      examined.covers_whole = part->whole;
      examined.signature = cms::check_signatures(
          octets_of(part->cms), part->covered ? std::optional(octets_of(*part->covered)) : std::nullopt, find);
      const auto& content = examined.signature->content;
      const std::string_view inside = part->covered ? std::string_view(*part->covered) : content ? text_of(*content) : "";
      examined.encrypted = examined.encrypted || is_encrypted(inside);
      return examined;
    }
    if (type != cms::Type::enveloped_data) return examined;
    examined.encrypted = true;
    if (!part->whole) return examined;
    const auto opened = open(octets_of(part->cms));
    if (!examined.cipher) examined.cipher = opened.cipher;
    entity = text_of(opened.content);
  }
  return examined;
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
