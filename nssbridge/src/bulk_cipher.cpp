// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/bulk_cipher.hpp>

#include "certificate_parts.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"

#include <algorithm>
#include <array>

namespace nssbridge {
namespace {

constexpr std::string_view rc2_cbc = "1.2.840.113549.3.2";

struct Cipher {
  std::string_view oid, name;
  unsigned bits;  ///< of the key, where the capability has to say so; else 0
};

/// smime_legacy_map of NSS, strongest first. With equal votes the later one is taken.
constexpr std::array ciphers{
    Cipher{"2.16.840.1.101.3.4.1.42", "aes256-cbc", 0}, Cipher{"2.16.840.1.101.3.4.1.2", "aes128-cbc", 0},
    Cipher{"1.2.840.113549.3.7", "3des-cbc", 0},        Cipher{rc2_cbc, "rc2-128-cbc", 128},
    Cipher{rc2_cbc, "rc2-64-cbc", 64},                  Cipher{"1.3.14.3.2.7", "des-cbc", 0},
    Cipher{rc2_cbc, "rc2-40-cbc", 40},
};
enum Place : std::size_t { aes256 = 0, aes128 = 1, triple_des = 2, weakest = ciphers.size() - 1 };

using Ballot = std::vector<std::size_t>;  ///< places in `ciphers`, most wanted first

std::optional<unsigned> key_bits(DerReader& parameters) {
  const auto number = parameters.content_of(der::integer_tag);
  if (!number || number->empty() || number->size() > 2) return std::nullopt;
  unsigned bits = 0;
  for (const auto octet : *number) bits = bits << 8 | octet;
  return bits;
}

std::optional<std::size_t> place_of(BytesView capability) {
  DerReader reader(capability);
  const auto kind = reader.content_of(der::oid_tag);
  const auto oid = kind ? dotted_oid(*kind) : std::string{};
  const auto bits = oid == rc2_cbc ? key_bits(reader).value_or(1) : 0;
  const auto found = std::ranges::find_if(ciphers, [&](const Cipher& each) { return each.oid == oid && each.bits == bits; });
  if (found == ciphers.end()) return std::nullopt;
  return static_cast<std::size_t>(found - ciphers.begin());
}

Ballot ballot_of(BytesView capabilities) {
  Ballot ballot;
  DerReader list(DerReader(capabilities).content_of(der::sequence_tag).value_or(BytesView{}));
  while (const auto capability = list.content_of(der::sequence_tag))
    if (const auto place = place_of(*capability)) ballot.push_back(*place);
  return ballot;
}

bool has_elliptic_key(const Certificate& certificate) {
  return certificate.key.algorithm == "ec";
}

/// Of somebody whose software is unknown: what their key lets expect.
Ballot ballot_of(const Certificate& certificate) {
  const unsigned bits = certificate.key.bits;
  if (has_elliptic_key(certificate)) return bits > 256 ? Ballot{aes256, aes128, triple_des} : Ballot{aes128, triple_des};
  Ballot ballot;
  if (bits > 3072) ballot.push_back(aes256);
  if (bits > 1023) ballot.push_back(aes128);
  if (bits > 512) ballot.push_back(triple_des);
  ballot.push_back(weakest);
  return ballot;
}

}  // namespace

KnownSoftware::KnownSoftware(const std::vector<SmimeProfile>& profiles) {
  for (const auto& profile : profiles) m_profiles.emplace(std::pair{profile.subject, filed(profile.email)}, &profile);
}

CipherVoter KnownSoftware::voter(const Certificate& certificate) const {
  for (const auto& email : certificate.emails)
    if (const auto found = m_profiles.find({certificate.subject_der, filed(email)}); found != m_profiles.end())
      return {&certificate, found->second->capabilities};
  return {&certificate, std::nullopt};
}

std::string bulk_cipher(const std::vector<CipherVoter>& voters) {
  std::array<std::size_t, ciphers.size()> able{}, votes{};
  std::size_t chosen = weakest;
  for (const auto& voter : voters) {
    const bool told = voter.capabilities && !voter.capabilities->empty();
    const auto ballot = told ? ballot_of(*voter.capabilities) : ballot_of(*voter.certificate);
    // RC2 with 40 bits wraps no key for an elliptic curve.
    if (!told && has_elliptic_key(*voter.certificate)) chosen = aes128;
    std::size_t vote = ciphers.size();
    for (const auto place : ballot) {
      ++able[place];
      votes[place] += vote;
      vote -= vote == 0 ? 0 : 1;
    }
  }
  std::size_t most = 0;
  for (std::size_t place = 0; place < ciphers.size(); ++place) {
    if (able[place] != voters.size() || votes[place] < most) continue;
    chosen = place;
    most = votes[place];
  }
  return std::string(ciphers[chosen].name);
}

bool is_strong_cipher(std::string_view name) {
  return name.starts_with("aes");
}

}  // namespace nssbridge
