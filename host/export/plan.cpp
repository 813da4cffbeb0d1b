// SPDX-License-Identifier: MPL-2.0
#include <host/export/plan.hpp>

#include <algorithm>
#include <set>

namespace host::exporting {

using nssbridge::Certificate;
using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;
using nssbridge::StoredCertificate;

namespace {

const StoredCertificate* named(const store::Contents& contents, const Fingerprint& fingerprint) {
  const auto* stored = contents.find(fingerprint);
  if (stored == nullptr)
    throw Error(Kind::certificate_not_found, "The profile has no such certificate. `certferry certificates` lists those that it has.");
  if (!contents.has_key(stored->certificate))
    throw Error(Kind::no_private_key, "The profile has this certificate without its private key, so there is nothing for a key "
                                      "file. Look for the profile or the file that holds the key.");
  return stored;
}

std::vector<const StoredCertificate*> chosen(const Wishes& wishes, const store::Contents& contents) {
  std::vector<const StoredCertificate*> all;
  for (const auto& fingerprint : wishes.certificates)
    if (const auto* stored = named(contents, fingerprint); std::ranges::find(all, stored) == all.end()) all.push_back(stored);
  if (!wishes.certificates.empty()) return all;
  for (const auto& stored : contents.certificates)
    if (contents.has_key(stored.certificate)) all.push_back(&stored);
  if (all.empty())
    throw Error(Kind::certificate_not_found, "The profile has no certificate with a private key, so there is nothing for a key file.")
        .with_fix({"See which profile has one.", "certferry profiles"});
  return all;
}

/// Readers tell entries apart by name, some without regard to case; NSS gives all certificates of a subject one.
class Names {
 public:
  std::string unique(const std::string& wanted) {
    const std::string base = wanted.empty() ? "certificate" : nssbridge::to_valid_utf8(wanted);
    std::string name = base;
    for (int number = 2; !m_taken.insert(lower(name)).second; ++number) name = base + " #" + std::to_string(number);
    return name;
  }

 private:
  static std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
  }
  std::set<std::string> m_taken;
};

/// The certificate as it lives as long as the contents do, or for ever: chains point into a verifier.
const Certificate* lasting(const store::Contents& contents, const Certificate& certificate) {
  if (const auto* stored = contents.find(certificate.fingerprint)) return &stored->certificate;
  const auto* shipped = nssbridge::find_builtin_root(certificate.fingerprint);
  return shipped == nullptr ? nullptr : &shipped->certificate;
}

}  // namespace

std::vector<Exported> plan(const Wishes& wishes, const store::Contents& contents, const nssbridge::Verifier& verifier) {
  std::vector<Exported> exported;
  for (const auto* stored : chosen(wishes, contents)) {
    const auto& leaf = stored->certificate;
    // An expired certificate's chain is that of its time.
    const auto chain = verifier.chain(leaf, std::clamp(store::now(), leaf.not_before, leaf.not_after));
    Exported each{stored, {}, chain.complete, std::nullopt};
    for (std::size_t i = 1; i < chain.certificates.size(); ++i)
      if (const auto* issuer = lasting(contents, *chain.certificates[i])) each.chain.push_back(issuer);
    exported.push_back(std::move(each));
  }
  return exported;
}

nssbridge::KeyFileContents contents_of(const std::vector<Exported>& exported, const store::Contents& contents) {
  nssbridge::KeyFileContents file;
  Names names;
  std::set<Fingerprint> in_file;
  for (const auto& each : exported) {
    if (each.error) continue;
    in_file.insert(each.certificate->certificate.fingerprint);
    file.personal.push_back({&each.certificate->certificate, names.unique(each.certificate->nickname)});
  }
  for (const auto& each : exported) {
    if (each.error) continue;
    for (const auto* issuer : each.chain) {
      if (!in_file.insert(issuer->fingerprint).second) continue;
      const auto* stored = contents.find(issuer->fingerprint);
      file.authorities.push_back({issuer, names.unique(stored != nullptr && !stored->nickname.empty() ? stored->nickname : issuer->display_name)});
    }
  }
  return file;
}

}  // namespace host::exporting
