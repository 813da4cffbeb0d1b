// SPDX-License-Identifier: MPL-2.0
#include <host/migration/source.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/opened_key_file.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::OpenedKeyFile;

namespace {

constexpr int most_questions = 3;

/// Keys and certificates that do not fit together, in words.
[[noreturn]] void refuse_keys_alone() {
  throw Error(Kind::certificate_not_found,
              "The file holds a private key and no certificate that belongs to it, and the profile has none either. Import the "
              "certificate first, or name its file behind this one.");
}

[[noreturn]] void refuse_mismatch() {
  throw Error(Kind::no_private_key,
              "The private key in the file does not belong to any certificate in it, nor to one of the profile: key and certificate "
              "were put together by mistake. Have the file made again, with the key that the certificate was requested with.");
}

[[noreturn]] void refuse_kind_of_key() {
  throw Error(Kind::unsupported_algorithm,
              "The private key in the file is of a kind that the NSS of this computer cannot use. Only RSA keys and those on the curves "
              "P-256, P-384 and P-521 serve e-mail in Firefox and Thunderbird. Ask the issuer for a certificate with such a key.");
}

[[noreturn]] void refuse_damaged_key() {
  throw Error(Kind::bad_file, "The private key in the file is damaged: it cannot be used. Copy or download the file again, or have it made "
                              "again.");
}

[[noreturn]] void refuse_damaged_certificate() {
  throw Error(Kind::bad_file, "A certificate in the file is damaged, and no other belongs to the private key. Copy or download the file "
                              "again, or have it made again.");
}

class OpenKeyFile : public OpenSource {
 public:
  OpenKeyFile(OpenedKeyFile opened, const exporting::Companion* companion, bool& agreed)
      : m_opened(std::move(opened)), m_companion(companion), m_agreed(agreed) {
    contents.certificates = m_opened.certificates();
  }

  nssbridge::Token& token() override { return m_opened.token(); }

  void meet(const store::Contents& target) override {
    contents.key_ids = m_opened.pair(contents.certificates);
    for (const auto& stored : target.certificates) add_if_its_key_is_here(stored);
    if (m_opened.keys() == 0 && m_opened.damaged_keys() > 0) refuse_damaged_key();
    if (m_opened.keys() == 0 && m_opened.unsupported_keys() > 0) refuse_kind_of_key();
    if (contents.certificates.empty()) refuse_nothing();
    if (m_opened.keys() > 0 && contents.key_ids.empty()) refuse_mismatch_or_damage();
    // A certificate without its key is called as NSS calls it, unless the backup says how it was called.
    for (auto& stored : contents.certificates)
      if (!contents.has_key(stored.certificate)) stored.nickname.clear();
    if (m_companion != nullptr) add_what_lay_beside();
  }

  void require_consent(session::Session& session, const profiles::Profile& to, bool, const Plan& plan) override {
    std::vector<const nssbridge::Certificate*> coming;
    for (const auto& each : plan.certificates)
      if (writes_anything(each)) coming.push_back(&each.certificate->certificate);
    const bool more = plan.rest && writes_anything(*plan.rest);
    if (coming.empty() && more) coming.push_back(&plan.certificates.front().certificate->certificate);
    if (m_agreed || coming.empty()) return;
    session.require_consent_to_import(to, coming, m_opened.keys() > 0);
    m_agreed = true;
  }

  std::vector<Warning> warnings() const override {
    std::vector<Warning> warnings;
    if (m_opened.keys_without_certificate() > 0)
      warnings.push_back({"key-without-certificate", "The file also holds a private key that belongs to no certificate in it nor in the "
                                                     "profile. It was left out."});
    if (m_opened.keys() > 0 && m_opened.damaged_keys() > 0)
      warnings.push_back({"damaged-key", "The file also holds a private key that is damaged. It was left out."});
    if (m_opened.keys() > 0 && m_opened.unsupported_keys() > 0)
      warnings.push_back({"unsupported-key", "The file also holds a private key of a kind that NSS cannot use. It was left out."});
    if (m_opened.unreadable_certificates() + m_unreadable_beside > 0)
      warnings.push_back({"unreadable-certificate", "The file also holds a certificate that cannot be read. It was left out."});
    return warnings;
  }

  const exporting::Companion* companion() const override { return m_companion; }

 private:
  void add_what_lay_beside() {
    std::set<nssbridge::Fingerprint> known;
    for (const auto& stored : contents.certificates) known.insert(stored.certificate.fingerprint);
    for (const auto& other : m_companion->certificates) {
      try {
        nssbridge::StoredCertificate stored{nssbridge::decode_certificate(other.der), other.nickname, {}, 0};
        if (known.insert(stored.certificate.fingerprint).second) contents.certificates.push_back(std::move(stored));
      } catch (const Error&) {
        ++m_unreadable_beside;
      }
    }
    for (const auto& each : m_companion->trust)
      if (const auto* stored = contents.find(each.certificate))
        contents.trust[{stored->certificate.issuer_der, stored->certificate.serial}].email = each.email;
  }

  /// A key may come alone to a certificate that is there already.
  void add_if_its_key_is_here(const nssbridge::StoredCertificate& stored) {
    if (m_opened.keys_without_certificate() == 0) return;
    const auto before = contents.key_ids.size();
    contents.key_ids = m_opened.pair({stored});
    if (contents.key_ids.size() > before) contents.certificates.push_back(stored);
  }

  [[noreturn]] void refuse_mismatch_or_damage() const {
    if (m_opened.unreadable_certificates() > 0) refuse_damaged_certificate();
    refuse_mismatch();
  }

  [[noreturn]] void refuse_nothing() const {
    if (m_opened.unreadable_certificates() > 0)
      refuse_damaged_certificate();
    if (m_opened.keys() > 0) refuse_keys_alone();
    throw Error(Kind::certificate_not_found, "The file is sound, and holds neither a private key nor a certificate.");
  }

  OpenedKeyFile m_opened;
  const exporting::Companion* m_companion;  ///< the source's, or null
  std::size_t m_unreadable_beside = 0;
  bool& m_agreed;  ///< the source's
};

}  // namespace

KeyFileSource::KeyFileSource(GivenFiles given, const profiles::Profile& to, bool only_looked_at)
    : m_given(std::move(given)), m_to(to), m_only_looked_at(only_looked_at) {}

void KeyFileSource::check(const std::optional<std::filesystem::path>&) {}

std::unique_ptr<OpenSource> KeyFileSource::open(session::Session& session, nssbridge::Library& library) {
  const auto try_it = [&](const nssbridge::Secret& password) -> std::unique_ptr<OpenSource> {
    session.progress("login", 0, 1);
    auto opened = OpenedKeyFile::open(library, m_given.file, password);
    if (!opened) return nullptr;
    if (m_given.companion && !m_companion)
      m_companion = exporting::read_companion_of(m_given.key_file, *m_given.companion, password);
    return std::make_unique<OpenKeyFile>(std::move(*opened), m_companion ? &*m_companion : nullptr, m_agreed);
  };
  if (m_password) return try_it(*m_password);
  if (!m_given.file.needs_password() || OpenedKeyFile::may_try_empty_first(m_given.file))
    if (auto opened = try_it({})) return opened;
  for (int attempt = 1; attempt <= most_questions; ++attempt) {
    auto password = session.ask_file_password(m_to, attempt, m_only_looked_at);
    auto opened = try_it(password);
    if (!opened) continue;
    m_password = std::move(password);
    m_agreed = attempt > 1 || !session.file_password_is_known();
    return opened;
  }
  throw Error(Kind::wrong_password, "That is not the password of the key file. Nothing was changed; nothing gets locked by a wrong "
                                    "try. Who gave you the file knows its password.");
}

}  // namespace host::migration
