// SPDX-License-Identifier: MPL-2.0
#include "der_writer.hpp"
#include "pkcs12.hpp"
#include "pkcs12_names.hpp"
#include "utf16.hpp"

namespace nssbridge::pkcs12 {
namespace {

constexpr std::array<std::uint8_t, 2> null{0x05, 0x00};
constexpr std::size_t salt_length = 16;
constexpr std::uint32_t version = 3;

void append(Bytes& to, const Bytes& more) {
  to.insert(to.end(), more.begin(), more.end());
}

Bytes typed(BytesView type, const Bytes& value) {
  return der::sequence({der::oid(type), der::element(der::context(0), {value})});
}

Bytes attribute(BytesView type, const Bytes& value) {
  return der::sequence({der::oid(type), der::element(der::set_tag, {value})});
}

Bytes attributes(const Bag& bag) {
  std::vector<Bytes> all;
  if (!bag.name.empty()) {
    Bytes units;
    append_utf16(units, to_valid_utf8(bag.name));
    all.push_back(attribute(friendly_name_oid, der::element(der::bmp_string_tag, {units})));
  }
  if (!bag.local_id.empty()) all.push_back(attribute(local_key_id_oid, der::octets(bag.local_id)));
  return all.empty() ? Bytes{} : der::set_of(std::move(all));
}

Bytes encode(const Bag& bag) {
  BytesView type;
  Bytes value;
  switch (bag.kind) {
    case BagKind::certificate:
      type = certificate_bag_oid;
      value = typed(x509_oid, der::octets(bag.content));
      break;
    case BagKind::shrouded_key:
      type = shrouded_key_bag_oid;
      value = bag.content;
      break;
    case BagKind::secret:
      type = secret_bag_oid;
      value = typed(data_oid, der::octets(bag.content));
      break;
  }
  return der::sequence({der::oid(type), der::element(der::context(0), {value}), attributes(bag)});
}

Bytes content_info(const Safe& safe, const FilePassword& password, KeyFileScheme scheme) {
  Bytes bags;
  for (const Bag& bag : safe.bags) append(bags, encode(bag));
  const Bytes contents = der::sequence({bags});
  if (!safe.encrypted) return typed(data_oid, der::octets(contents));
  const AlgorithmHandle algorithm = new_encryption(scheme, rounds_of(scheme));
  const Bytes content = der::sequence({der::oid(data_oid), encoded(algorithm.get()),
                                       der::element(der::implicit_octets, {encrypt(*algorithm, password, contents)})});
  return typed(encrypted_data_oid, der::sequence({der::integer(0), content}));
}

Bytes mac_data(const Bytes& content, const FilePassword& password, KeyFileScheme scheme) {
  const bool modern = scheme == KeyFileScheme::modern;
  const MacParameters parameters{modern ? SEC_OID_SHA256 : SEC_OID_SHA1, random_octets(salt_length),
                                 rounds_of(scheme)};
  const Bytes hash = der::sequence({der::oid(modern ? BytesView(sha256_oid) : BytesView(sha1_oid)), null});
  const Bytes digest = der::sequence({hash, der::octets(mac_of(parameters, password, content))});
  return der::sequence({digest, der::octets(parameters.salt), der::integer(parameters.rounds)});
}

}  // namespace

Bytes write(const std::vector<Safe>& safes, const FilePassword& password, KeyFileScheme scheme) {
  Bytes infos;
  for (const Safe& safe : safes) append(infos, content_info(safe, password, scheme));
  const Bytes content = der::sequence({infos});
  return der::sequence({der::integer(version), typed(data_oid, der::octets(content)),
                        mac_data(content, password, scheme)});
}

}  // namespace nssbridge::pkcs12
