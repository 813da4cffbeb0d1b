// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/row_meaning.hpp>

#include "decode_stored.hpp"
#include "parallel.hpp"
#include "trust_record.hpp"
#include "trust_values.hpp"

#include <algorithm>
#include <map>

namespace nssbridge {
namespace {

using Key = TrustMap::key_type;

/// Only those that rows speak of: a store of thousands has few trust records.
std::map<Key, const Certificate*> spoken_of(const std::vector<files::TrustRow>& rows,
                                            const std::vector<StoredCertificate>& certificates) {
  std::map<Key, const Certificate*> found;
  for (const auto& row : rows) found.emplace(Key{row.issuer, row.serial}, nullptr);
  if (found.empty()) return found;
  for (const auto& stored : certificates)
    if (const auto entry = found.find({stored.certificate.issuer_der, stored.certificate.serial}); entry != found.end())
      entry->second = &stored.certificate;
  return found;
}

}  // namespace

std::size_t decode_certificates(std::vector<StoredCertificate>& certificates) {
  in_parallel(certificates.size(), [&](std::size_t i) { decode(certificates[i]); });
  return leave_out_undecodable(certificates);
}

bool is_about(const files::TrustRow& row, const Certificate& certificate) {
  return row.issuer == certificate.issuer_der && row.serial == certificate.serial &&
         row.bound_hash == bound_hash(row.encoding, certificate.der);
}

TrustMap trust_stated_by(const std::vector<files::TrustRow>& rows, const std::vector<StoredCertificate>& certificates) {
  const auto known = spoken_of(rows, certificates);
  TrustMap map;
  for (const auto encoding : {TrustEncoding::modern, TrustEncoding::legacy})
    for (const auto& row : rows) {
      if (row.encoding != encoding) continue;
      const TrustPair trust{effect_of(row.email), effect_of(row.server)};
      const auto* certificate = known.at({row.issuer, row.serial});
      if (trust != TrustPair{} && certificate != nullptr && !is_about(row, *certificate)) continue;
      map.emplace(Key{row.issuer, row.serial}, trust);
    }
  return map;
}

}  // namespace nssbridge
