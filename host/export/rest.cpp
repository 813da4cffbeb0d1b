// SPDX-License-Identifier: MPL-2.0
#include <host/export/rest.hpp>

#include <nssbridge/builtin_roots.hpp>

#include <set>

namespace host::exporting {

using nssbridge::Certificate;
using nssbridge::Fingerprint;
using nssbridge::Trust;

namespace {

/// The certificate that a trust record is about: one of the profile, or a root that the application ships.
const Certificate* subject_of(const nssbridge::TrustMap::key_type& key, const store::Contents& contents) {
  const auto is_it = [&](const Certificate& certificate) {
    return certificate.issuer_der == key.first && certificate.serial == key.second;
  };
  for (const auto& stored : contents.certificates)
    if (is_it(stored.certificate)) return &stored.certificate;
  for (const auto* root : nssbridge::builtin_roots_for(key.first))
    if (is_it(root->certificate)) return &root->certificate;
  return nullptr;
}

}  // namespace

Companion rest_of(const nssbridge::Token& token, const store::Contents& contents, const nssbridge::KeyFileContents& key_file) {
  std::set<Fingerprint> in_file;
  for (const auto& each : key_file.personal) in_file.insert(each.certificate->fingerprint);
  for (const auto& each : key_file.authorities) in_file.insert(each.certificate->fingerprint);
  Companion rest;
  for (const auto& stored : contents.certificates)
    if (!in_file.contains(stored.certificate.fingerprint)) rest.certificates.push_back({stored.certificate.der, stored.nickname});
  for (const auto& [key, trust] : nssbridge::read_trust(token)) {
    if (trust.email != Trust::trusted && trust.email != Trust::distrusted) continue;
    if (const auto* certificate = subject_of(key, contents)) rest.trust.push_back({certificate->fingerprint, trust.email});
  }
  rest.smime_profiles = nssbridge::smime_profiles(token);
  return rest;
}

}  // namespace host::exporting
