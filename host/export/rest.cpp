// SPDX-License-Identifier: MPL-2.0
#include <host/export/rest.hpp>

#include <nssbridge/builtin_roots.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/move.hpp>

#include <algorithm>

namespace host::exporting {

using nssbridge::Certificate;
using nssbridge::Copied;
using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;
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

std::vector<Certificate> decoded(const Companion& companion, std::size_t& refused) {
  std::vector<Certificate> all;
  for (const auto& each : companion.certificates) {
    try {
      all.push_back(nssbridge::decode_certificate(each.der));
    } catch (const Error&) {
      ++refused;
    }
  }
  return all;
}

const Certificate* find(const Fingerprint& fingerprint, const std::vector<Certificate>& some, const std::vector<Certificate>& others) {
  for (const auto* list : {&some, &others}) {
    const auto found = std::ranges::find(*list, fingerprint, &Certificate::fingerprint);
    if (found != list->end()) return &*found;
  }
  const auto* shipped = nssbridge::find_builtin_root(fingerprint);
  return shipped == nullptr ? nullptr : &shipped->certificate;
}

const std::string& nickname_of(const Companion& companion, const Certificate& certificate) {
  return std::ranges::find(companion.certificates, certificate.der, &Companion::Other::der)->nickname;
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

std::vector<Certificate> roots_to_ask(const Companion& companion, const store::Contents& contents, const std::vector<Certificate>& others) {
  std::size_t refused = 0;
  const auto came = decoded(companion, refused);
  std::vector<Certificate> roots;
  for (const auto& each : companion.trust) {
    const auto* root = each.email == Trust::trusted ? find(each.certificate, came, others) : nullptr;
    if (root == nullptr) continue;
    const auto here = contents.trust.find({root->issuer_der, root->serial});
    if (here == contents.trust.end() || here->second.email != Trust::trusted) roots.push_back(*root);
  }
  return roots;
}

BroughtBack bring_back(nssbridge::Token& to, const Companion& companion, const std::set<Fingerprint>& agreed,
                       const std::vector<Certificate>& others,
                       const std::function<nssbridge::TrustEncoding(const Certificate&)>& encoding) {
  BroughtBack done;
  const auto came = decoded(companion, done.refused);
  for (const auto& certificate : came) {
    try {
      if (nssbridge::store_certificate(to, certificate, nickname_of(companion, certificate), false) == Copied::written) ++done.certificates;
    } catch (const Error& error) {
      if (error.kind() != Kind::not_eligible) throw;
      ++done.refused;
    }
  }
  for (const auto& each : companion.trust) {
    const auto* certificate = find(each.certificate, came, others);
    if (certificate == nullptr) continue;
    const bool stated = each.email == Trust::distrusted ? nssbridge::add_email_distrust(to, *certificate, encoding(*certificate))
                        : agreed.contains(each.certificate) && nssbridge::add_email_trust(to, *certificate, encoding(*certificate));
    if (stated) ++done.trust;
  }
  for (const auto& profile : companion.smime_profiles)
    if (nssbridge::store_smime_profile(to, profile) == Copied::written) ++done.smime_profiles;
  return done;
}

}  // namespace host::exporting
