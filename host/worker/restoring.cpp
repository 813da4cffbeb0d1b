// SPDX-License-Identifier: MPL-2.0
#include <host/worker/restoring.hpp>

#include <host/profiles/backup_store.hpp>
#include <host/worker/audit/databases.hpp>
#include <nssbridge/row_meaning.hpp>
#include <nssbridge/smime_profile.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace host::worker {

namespace {

using nssbridge::Bytes;
using nssbridge::Certificate;
using nssbridge::StoredCertificate;
using nssbridge::Trust;
using nssbridge::TrustMap;
using nssbridge::TrustPair;
namespace files = nssbridge::files;
namespace fs = std::filesystem;

/// What one state of a profile says, without a login.
struct Stated {
  bool readable = true;
  std::vector<StoredCertificate> certificates;
  std::set<nssbridge::Fingerprint> fingerprints;  ///< of these
  std::vector<nssbridge::SmimeProfile> smime_profiles;
  TrustMap trust;
  std::set<Bytes> own_keys;

  bool holds(const Certificate& certificate) const { return fingerprints.contains(certificate.fingerprint); }
};

/// A database that is not there holds nothing; one that cannot be read may hold anything.
Stated stated_in(const fs::path& folder) {
  auto found = audit::read_databases(folder);
  Stated stated;
  stated.readable = found.troubles.empty();
  if (found.certificates) {
    stated.certificates = std::move(found.certificates->certificates);
    stated.smime_profiles = std::move(found.certificates->smime_profiles);
    nssbridge::decode_certificates(stated.certificates);
    for (const auto& each : stated.certificates) stated.fingerprints.insert(each.certificate.fingerprint);
    stated.trust = nssbridge::trust_stated_by(found.certificates->trust, stated.certificates);
  }
  if (found.keys)
    for (auto& key : found.keys->keys) stated.own_keys.insert(std::move(key.key_id));
  return stated;
}

TrustPair trust_in(const Stated& stated, const TrustMap::key_type& authority) {
  const auto found = stated.trust.find(authority);
  return found == stated.trust.end() ? TrustPair{} : found->second;
}

/// An authority that is distrusted may be one that the application ships, and trusts where nothing else is said.
bool rises(Trust now, Trust then) {
  return (then == Trust::trusted && now != Trust::trusted) || (now == Trust::distrusted && then != Trust::distrusted);
}

const Certificate* certificate_of(const TrustMap::key_type& authority, const Stated& stated) {
  const auto found = std::ranges::find_if(stated.certificates, [&](const auto& each) {
    return each.certificate.issuer_der == authority.first && each.certificate.serial == authority.second;
  });
  return found == stated.certificates.end() ? nullptr : &found->certificate;
}

void find_roots(const Stated& now, const Stated& then, Consequences& found) {
  std::set<TrustMap::key_type> spoken_of;
  for (const auto* stated : {&now, &then})
    for (const auto& [authority, trust] : stated->trust) spoken_of.insert(authority);
  for (const auto& authority : spoken_of) {
    const auto before = trust_in(now, authority), after = trust_in(then, authority);
    if (!rises(before.email, after.email) && !rises(before.web, after.web)) continue;
    ++found.roots;
    const auto* certificate = certificate_of(authority, then);
    if (certificate == nullptr) certificate = certificate_of(authority, now);
    if (certificate != nullptr && !found.first_root) found.first_root = *certificate;
  }
}

bool is_correspondents(const StoredCertificate& stored, const Stated& now, const Stated& then) {
  const auto& key_id = stored.certificate.key_id;
  return !stored.certificate.is_authority && !now.own_keys.contains(key_id) && !then.own_keys.contains(key_id);
}

/// {address: certificates of correspondents} of one state.
std::map<std::string, std::vector<const Certificate*>> of_correspondents(const Stated& in, const Stated& now, const Stated& then) {
  std::map<std::string, std::vector<const Certificate*>> found;
  for (const auto& stored : in.certificates)
    if (is_correspondents(stored, now, then))
      for (const auto& address : stored.certificate.emails) found[nssbridge::filed(address)].push_back(&stored.certificate);
  return found;
}

/// An address that only the present state knows is forgotten, which changes nothing for anybody else.
void find_correspondents(const Stated& now, const Stated& then, Consequences& found) {
  const auto known_now = of_correspondents(now, now, then);
  for (const auto& [address, certificates] : of_correspondents(then, now, then)) {
    const auto present = known_now.find(address);
    const bool came_since = present != known_now.end() && std::ranges::any_of(present->second, [&](const auto* each) { return !then.holds(*each); });
    const bool returns = std::ranges::any_of(certificates, [&](const auto* each) { return !now.holds(*each); });
    if (came_since || returns) found.correspondents.insert(address);
  }
  for (const auto& profile : then.smime_profiles)
    if (std::ranges::find(now.smime_profiles, profile) == now.smime_profiles.end()) found.correspondents.insert(profile.email);
}

}  // namespace

bool Consequences::operator==(const Consequences& other) const {
  const auto fingerprint = [](const Consequences& each) { return each.first_root ? each.first_root->fingerprint.hex() : std::string(); };
  return differences == other.differences && newest == other.newest && readable == other.readable && roots == other.roots &&
         correspondents == other.correspondents && fingerprint(*this) == fingerprint(other);
}

Consequences consequences_of(const fs::path& profile, const profiles::Backup& backup) {
  Consequences found;
  found.differences = profiles::differences(profile, backup);
  found.newest = profiles::list_backups(profile).front().name == backup.name;
  nssbridge::Library library;
  const auto now = stated_in(profile), then = stated_in(profiles::backup_store::folder_of(profile) / backup.name);
  found.readable = now.readable && then.readable;
  find_roots(now, then, found);
  find_correspondents(now, then, found);
  library.close();
  return found;
}

bool need_consent(const Consequences& consequences) {
  const auto& differences = consequences.differences;
  const bool comes_back = differences.returning_certificates + differences.returning_private_keys > 0;
  const bool changes = comes_back || consequences.roots > 0 || !consequences.correspondents.empty();
  const bool known = differences.comparable && consequences.readable;
  return changes || !known || (!consequences.newest && differences != profiles::Differences{});
}

}  // namespace host::worker
