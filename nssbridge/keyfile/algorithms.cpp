// SPDX-License-Identifier: MPL-2.0
#include "algorithms.hpp"

#include "parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace nssbridge::key_file {
namespace {

using std::string_view_literals::operator""sv;

// 1.2.840.113549.1.5 (PKCS#5) and .12.1 (PKCS#12), without their last arc.
constexpr auto pkcs5 = "\x2A\x86\x48\x86\xF7\x0D\x01\x05"sv;
constexpr auto pkcs12_pbe = "\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x01"sv;
constexpr char pbkdf2 = 12, pbes2 = 13, pbmac1 = 14;
constexpr auto scrypt = "\x2B\x06\x01\x04\x01\xDA\x47\x04\x0B"sv;

struct Entry {
  std::string_view oid, name;
  bool readable;
  std::uint64_t octets = 0;  ///< of a cipher's key, of a hash's output; 0: any number, or not asked for
};

/// What PBES2 encrypts with.
constexpr std::array ciphers{
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x02"sv, "AES-128-CBC", true, 16},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x16"sv, "AES-192-CBC", true, 24},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x2A"sv, "AES-256-CBC", true, 32},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x03\x07"sv, "3DES", true, 24},
    Entry{"\x2A\x83\x08\x8C\x9A\x4B\x3D\x01\x01\x01\x02"sv, "Camellia-128-CBC", true, 16},
    Entry{"\x2A\x83\x08\x8C\x9A\x4B\x3D\x01\x01\x01\x03"sv, "Camellia-192-CBC", true, 24},
    Entry{"\x2A\x83\x08\x8C\x9A\x4B\x3D\x01\x01\x01\x04"sv, "Camellia-256-CBC", true, 32},
    Entry{"\x2B\x0E\x03\x02\x07"sv, "DES", true, 8},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x03\x02"sv, "RC2", true},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x06"sv, "AES-128-GCM", false},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x1A"sv, "AES-192-GCM", false},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x01\x2E"sv, "AES-256-GCM", false},
    Entry{"\x2A\x83\x1A\x8C\x9A\x44\x01\x04"sv, "SEED", false},
    Entry{"\x2A\x81\x1C\xCF\x55\x01\x68\x02"sv, "SM4", false},
    Entry{"\x2A\x83\x1A\x8C\x9A\x6E\x01\x01\x02"sv, "ARIA-128-CBC", false},
    Entry{"\x2A\x83\x1A\x8C\x9A\x6E\x01\x01\x07"sv, "ARIA-192-CBC", false},
    Entry{"\x2A\x83\x1A\x8C\x9A\x6E\x01\x01\x0C"sv, "ARIA-256-CBC", false},
};

/// HMACs, of which PBKDF2 and PBMAC1 make use.
constexpr std::array hmacs{
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x07"sv, "SHA-1", true, 20},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x08"sv, "SHA-224", true, 28},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x09"sv, "SHA-256", true, 32},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x0A"sv, "SHA-384", true, 48},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x0B"sv, "SHA-512", true, 64},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x0C"sv, "SHA-512/224", false},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x0D"sv, "SHA-512/256", false},
};

/// What PKCS#12's own MAC hashes with.
constexpr std::array hashes{
    Entry{"\x2B\x0E\x03\x02\x1A"sv, "SHA-1", true},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x04"sv, "SHA-224", true},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv, "SHA-256", true},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x02"sv, "SHA-384", true},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x03"sv, "SHA-512", true},
    Entry{"\x2A\x86\x48\x86\xF7\x0D\x02\x05"sv, "MD5", false},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x06"sv, "SHA-512/256", false},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x08"sv, "SHA3-256", false},
    Entry{"\x60\x86\x48\x01\x65\x03\x04\x02\x0A"sv, "SHA3-512", false},
};

template <std::size_t size>
const Entry& readable(const std::array<Entry, size>& entries, BytesView oid, const std::string& doing) {
  const auto found = std::ranges::find(entries, text_of(oid), &Entry::oid);
  if (found == entries.end()) refuse_algorithm(doing + " an algorithm that is not known");
  if (!found->readable) refuse_algorithm(doing + " " + std::string(found->name));
  return *found;
}

bool is_pkcs5(BytesView oid, char last) {
  return oid.size() == pkcs5.size() + 1 && text_of(oid).starts_with(pkcs5) && oid.back() == last;
}

std::uint64_t key_length(BytesView integer, const std::string& doing) {
  constexpr std::uint64_t longest = 256;  // that NSS derives
  const auto octets = count(integer);
  if (octets == 0) refuse_damaged();
  if (octets > longest) refuse_algorithm(doing + " a key of more than 256 octets");
  return octets;
}

/// PBKDF2's parameters (RFC 8018, A.2).
struct Pbkdf2 {
  std::uint64_t rounds = 0;
  std::optional<std::uint64_t> key_octets;  ///< where it is said
  std::uint64_t hash_octets = 20;           ///< HMAC-SHA-1 by default

  /// All that is run through for such a key: each block of the hash takes the rounds anew (RFC 8018, 5.2).
  std::uint64_t rounds_for(std::uint64_t octets) const {
    const auto blocks = std::max<std::uint64_t>(1, (octets + hash_octets - 1) / hash_octets);
    return rounds > most_rounds ? rounds : rounds * blocks;
  }
};

Pbkdf2 read_pbkdf2(DerReader derivation, const std::string& doing) {
  const auto function = required(derivation, oid_tag);
  if (text_of(function) == scrypt) refuse_algorithm(doing + " scrypt");
  if (!is_pkcs5(function, pbkdf2)) refuse_algorithm(doing + " a key derivation that is not known");
  auto parameters = inside(derivation, sequence_tag);
  if (parameters.next_tag() != octets_tag) refuse_algorithm(doing + " a salt from elsewhere");
  required_element(parameters);
  Pbkdf2 read;
  read.rounds = count(required(parameters, integer_tag));
  if (read.rounds == 0) refuse_damaged();
  if (parameters.next_tag() == integer_tag) read.key_octets = key_length(required(parameters, integer_tag), doing);
  if (parameters.at_end()) return read;
  auto hmac = inside(parameters, sequence_tag);
  read.hash_octets = readable(hmacs, required(hmac, oid_tag), doing + " PBKDF2 with").octets;
  return read;
}

/// Encryption by PBKDF2 and a cipher.
std::uint64_t pbes2_rounds(DerReader parameters, const std::string& doing) {
  const auto derivation = read_pbkdf2(inside(parameters, sequence_tag), doing);
  auto identifier = inside(parameters, sequence_tag);
  const auto& cipher = readable(ciphers, required(identifier, oid_tag), doing);
  // Another length than the cipher's is what old NSS wrote, and what NSS reads.
  return derivation.rounds_for(derivation.key_octets.value_or(cipher.octets));
}

std::uint64_t rounds_of_pbe(DerReader identifier) {
  auto parameters = inside(identifier, sequence_tag);
  required(parameters, octets_tag);
  const auto rounds = count(required(parameters, integer_tag));
  if (rounds == 0) refuse_damaged();
  return rounds;
}

}  // namespace

Algorithm encryption(const DerElement& identifier, std::string_view what) {
  if (identifier.tag != sequence_tag) refuse_damaged();
  const std::string doing = std::string(what) + " is encrypted with";
  Algorithm algorithm{bytes_of(identifier.whole), 0, false};
  DerReader parts(identifier.content);
  const auto oid = required(parts, oid_tag);
  if (oid.size() == pkcs12_pbe.size() + 1 && text_of(oid).starts_with(pkcs12_pbe) && oid.back() >= 1 && oid.back() <= 6) {
    algorithm.from_pkcs12 = true;
    algorithm.rounds = rounds_of_pbe(parts);
  } else if (is_pkcs5(oid, pbes2)) {
    algorithm.rounds = pbes2_rounds(inside(parts, sequence_tag), doing);
  } else if (text_of(oid).starts_with(pkcs5)) {
    refuse_algorithm(doing + " DES or RC2 as PKCS#5 had it before 1999");
  } else {
    refuse_algorithm(doing + " an algorithm that is not known");
  }
  return algorithm;
}

Mac mac(DerReader data, BytesView content) {
  Mac result;
  auto digest = inside(data, sequence_tag);
  const auto identifier = required_element(digest);
  if (identifier.tag != sequence_tag) refuse_damaged();
  result.value = bytes_of(required(digest, octets_tag));
  result.salt = bytes_of(required(data, octets_tag));
  result.content = bytes_of(content);
  result.derivation.identifier = bytes_of(identifier.whole);
  DerReader parts(identifier.content);
  const auto oid = required(parts, oid_tag);
  const std::string doing = "The file is protected against changes with";
  if (is_pkcs5(oid, pbmac1)) {
    auto parameters = inside(parts, sequence_tag);
    const auto derivation = read_pbkdf2(inside(parameters, sequence_tag), doing);
    // RFC 9579 wants it said, since programs make up different ones.
    if (!derivation.key_octets) refuse_damaged();
    result.derivation.rounds = derivation.rounds_for(*derivation.key_octets);
    auto hmac = inside(parameters, sequence_tag);
    result.hash = readable(hmacs, required(hmac, oid_tag), doing).name;
    return result;
  }
  result.hash = readable(hashes, oid, doing).name;
  result.derivation.from_pkcs12 = true;
  result.derivation.rounds = data.at_end() ? 1 : count(required(data, integer_tag));
  if (result.derivation.rounds == 0) refuse_damaged();
  return result;
}

}  // namespace nssbridge::key_file
