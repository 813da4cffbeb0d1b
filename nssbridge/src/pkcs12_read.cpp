// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/key_file.hpp>

#include "certificate_parts.hpp"
#include "check.hpp"
#include "der_reader.hpp"
#include "der_tags.hpp"
#include "pkcs12.hpp"
#include "pkcs12_names.hpp"

#include <secasn1.h>
#include <secpkcs5.h>

#include <algorithm>

namespace nssbridge::pkcs12 {
namespace {

using namespace der;

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file, "This is no file of the kind that Certferry writes, or it was cut short. Take another copy "
                              "of it.");
}

/// What must be there.
BytesView required(std::optional<BytesView> content) {
  if (!content) refuse();
  return *content;
}

DerReader inside(DerReader& reader, std::uint8_t tag) {
  return DerReader(required(reader.content_of(tag)));
}

std::uint32_t number(DerReader& reader) {
  const auto octets = required(reader.content_of(integer_tag));
  if (octets.empty() || octets.size() > 4 || octets.front() >= 0x80) refuse();
  std::uint32_t value = 0;
  for (const auto octet : octets) value = value << 8 | octet;
  return value;
}

bool is(BytesView oid, BytesView wanted) {
  return std::ranges::equal(oid, wanted);
}

/// ContentInfo: its type, and a reader of what [0] holds.
std::pair<BytesView, DerReader> content_info(DerReader& reader) {
  auto info = inside(reader, sequence_tag);
  const auto type = required(info.content_of(oid_tag));
  return {type, inside(info, context_0)};
}

struct Sealed {
  SecretArenaHandle arena;
  SECAlgorithmID algorithm;
  BytesView octets;
};

/// AlgorithmIdentifier and what it encrypted.
Sealed sealed(BytesView algorithm, BytesView octets) {
  Sealed result{SecretArenaHandle(PORT_NewArena(DER_DEFAULT_CHUNKSIZE)), {}, octets};
  const SECItem der = borrowed(algorithm);
  if (!result.arena || SEC_QuickDERDecodeItem(result.arena.get(), &result.algorithm,
                                              SEC_ASN1_GET(SECOID_AlgorithmIDTemplate), &der) != SECSuccess)
    refuse();
  return result;
}

/// EncryptedData of PKCS#7.
Sealed encrypted_data(DerReader reader) {
  auto data = inside(reader, sequence_tag);
  if (number(data) != 0) refuse();
  auto content = inside(data, sequence_tag);
  if (!is(required(content.content_of(oid_tag)), data_oid)) refuse();
  const auto algorithm = content.next();
  if (!algorithm) refuse();
  return sealed(algorithm->whole, required(content.content_of(implicit_octets)));
}

/// Only what the writer uses: an algorithm that it never chose may cost anything.
std::uint64_t rounds(const SECAlgorithmID& algorithm) {
  DerReader reader(view(algorithm.parameters));
  auto parameters = inside(reader, sequence_tag);
  if (SECOID_GetAlgorithmTag(&algorithm) == SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC) {
    required(parameters.content_of(octets_tag));
    return number(parameters);
  }
  if (SECOID_GetAlgorithmTag(&algorithm) != SEC_OID_PKCS5_PBES2) refuse();
  auto derivation = inside(parameters, sequence_tag);
  required(derivation.content_of(oid_tag));
  auto of_derivation = inside(derivation, sequence_tag);
  required(of_derivation.content_of(octets_tag));
  return number(of_derivation);
}

struct Mac {
  MacParameters parameters;
  BytesView value;
};

Mac mac(DerReader& pfx) {
  auto data = inside(pfx, sequence_tag);
  auto digest = inside(data, sequence_tag);
  auto algorithm = inside(digest, sequence_tag);
  const auto hash = required(algorithm.content_of(oid_tag));
  if (!is(hash, sha256_oid) && !is(hash, sha1_oid)) refuse();
  const auto value = required(digest.content_of(octets_tag));
  const auto salt = required(data.content_of(octets_tag));
  return {{is(hash, sha256_oid) ? SEC_OID_SHA256 : SEC_OID_SHA1, Bytes(salt.begin(), salt.end()), number(data)}, value};
}

/// What stands inside {type, [0] {octets}}.
Bytes octets_of(DerReader value, BytesView type) {
  auto typed = inside(value, sequence_tag);
  if (!is(required(typed.content_of(oid_tag)), type)) refuse();
  auto wrapped = inside(typed, context_0);
  const auto octets = required(wrapped.content_of(octets_tag));
  return {octets.begin(), octets.end()};
}

Bag bag(DerReader& contents) {
  auto parts = inside(contents, sequence_tag);
  const auto type = required(parts.content_of(oid_tag));
  const auto value = required(parts.content_of(context_0));
  Bag result{BagKind::certificate, {}, {}, {}};
  if (is(type, certificate_bag_oid)) {
    result.content = octets_of(DerReader(value), x509_oid);
  } else if (is(type, secret_bag_oid)) {
    result.kind = BagKind::secret;
    result.content = octets_of(DerReader(value), data_oid);
  } else if (is(type, shrouded_key_bag_oid)) {
    result.kind = BagKind::shrouded_key;
    result.content.assign(value.begin(), value.end());
  } else {
    refuse();
  }
  if (parts.next_tag() != set_tag) return result;
  auto attributes = inside(parts, set_tag);
  while (!attributes.at_end()) {
    auto attribute = inside(attributes, sequence_tag);
    const auto name = required(attribute.content_of(oid_tag));
    auto values = inside(attribute, set_tag);
    if (!is(name, local_key_id_oid)) continue;
    const auto id = required(values.content_of(octets_tag));
    result.local_id.assign(id.begin(), id.end());
  }
  return result;
}

void append_bags(std::vector<Bag>& to, BytesView safe_contents) {
  DerReader reader(safe_contents);
  auto contents = inside(reader, sequence_tag);
  while (!contents.at_end()) to.push_back(bag(contents));
}

/// The safes of a file before anything is derived.
struct Outline {
  Mac integrity;
  BytesView content;
  std::vector<BytesView> clear;
  std::vector<Sealed> sealed_safes;
};

Outline outline(BytesView file) {
  DerReader reader(file);
  auto pfx = inside(reader, sequence_tag);
  if (!reader.at_end() || number(pfx) != 3) refuse();
  auto [type, value] = content_info(pfx);
  if (!is(type, data_oid)) refuse();
  Outline found{{}, required(value.content_of(octets_tag)), {}, {}};
  found.integrity = mac(pfx);
  std::uint64_t sum = found.integrity.parameters.rounds;
  DerReader whole(found.content);
  auto infos = inside(whole, sequence_tag);
  while (!infos.at_end()) {
    auto [kind, content] = content_info(infos);
    if (is(kind, data_oid)) {
      found.clear.push_back(required(content.content_of(octets_tag)));
    } else if (is(kind, encrypted_data_oid)) {
      found.sealed_safes.push_back(encrypted_data(content));
      sum += rounds(found.sealed_safes.back().algorithm);
    } else {
      refuse();
    }
  }
  if (sum > key_file::most_rounds) refuse();
  return found;
}

/// In a time that tells nothing of where they differ.
bool equal(BytesView left, BytesView right) {
  return left.size() == right.size() && NSS_SecureMemcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace

std::optional<std::vector<Bag>> read(BytesView file, const FilePassword& password) {
  Outline found = outline(file);
  if (!equal(mac_of(found.integrity.parameters, password, found.content), found.integrity.value)) return std::nullopt;
  std::vector<Bag> bags;
  for (const auto& contents : found.clear) append_bags(bags, contents);
  for (auto& each : found.sealed_safes) {
    const auto contents = decrypt(each.algorithm, password, each.octets);
    if (!contents) return std::nullopt;
    append_bags(bags, *contents);
  }
  return bags;
}

}  // namespace nssbridge::pkcs12
