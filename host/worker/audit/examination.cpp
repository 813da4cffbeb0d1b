// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/examination.hpp>

#include <host/session/login.hpp>
#include <host/worker/audit/surroundings.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/row_meaning.hpp>

namespace host::worker::audit {

namespace files = nssbridge::files;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Library;

namespace {

bool needs_newer_nss(const std::optional<files::KeyRows>& keys) {
  if (!keys) return false;
  files::State state;
  state.password = keys->password;
  try {
    files::require_nss(state, Library::version());
    return false;
  } catch (const Error&) {
    return true;
  }
}

/// Only where NSS can say more than the rows: it verifies the MACs of trust.
bool is_worth_opening(const Target& target, const Databases& databases, bool nss_too_old) {
  if (target.is_copy || !databases.fit_for_nss || nss_too_old || databases.certificates->trust.empty()) return false;
  const auto& password = databases.keys->password;
  return password && (target.may_ask || password->protects == false);
}

}  // namespace

Examination::Examination(session::Session& session, const Target& target) {
  m_facts.profile = target.profile.id;
  m_facts.application = profiles::name_of(target.profile.application);
  m_facts.at = target.at;
  m_facts.expiring_days = target.expiring_days;
  m_facts.is_copy = target.is_copy;
  if (target.known_keys) m_facts.known_keys = &*target.known_keys;
  m_facts.format = target.profile.format;
  if (!target.is_copy) m_facts.running = profiles::running(target.profile.path);
  auto databases = read_databases(target.profile.path);
  m_facts.troubles = databases.troubles;
  read_text_files(target, m_facts);
  look_at_files(target, m_facts);
  look_at_backups(target, databases, m_facts);
  m_facts.nss_too_old = target.profile.format == files::Format::dbm || needs_newer_nss(databases.keys);
  // All of SQLite is over before NSS opens the same files.
  if (is_worth_opening(target, databases, m_facts.nss_too_old)) open_with_nss(session, target, databases);
  if (!m_library) m_library = std::make_unique<Library>();
  take(std::move(databases));
}

void Examination::open_with_nss(session::Session& session, const Target& target, const Databases&) {
  try {
    auto library = std::make_unique<Library>(target.profile.path, Library::Access::read_only);
    {
      session::Passwords passwords;
      if (target.may_ask) session::log_in(session, library->main(), target.profile, "profile", passwords);
      if (library->main().logged_in()) m_facts.authentic_trust = nssbridge::read_trust(library->main());
      if (library->main().logged_in() && !library->main().password_protected()) m_facts.empty_password_opens = true;
    }
    m_library = std::move(library);
  } catch (const Error& error) {
    // A password that is not the right one is the person's affair; what NSS cannot open is told as unknown.
    if (error.kind() == Kind::wrong_password || error.kind() == Kind::cancelled || error.kind() == Kind::password_required) throw;
  }
}

void Examination::take(Databases databases) {
  std::optional<std::set<nssbridge::Bytes>> key_ids;
  if (databases.keys) {
    key_ids.emplace();
    for (const auto& key : databases.keys->keys) key_ids->insert(key.key_id);
    m_contents.key_ids = *key_ids;
    m_facts.keys = std::move(databases.keys->keys);
    m_facts.password = databases.keys->password;
  }
  if (databases.certificates) {
    auto& rows = *databases.certificates;
    if (nssbridge::decode_certificates(rows.certificates) > 0)
      m_facts.troubles.push_back({"cert9.db", host::audit::Trouble::Kind::damaged});
    m_contents.certificates = std::move(rows.certificates);
    m_contents.trust = nssbridge::trust_stated_by(rows.trust, m_contents.certificates);
    if (rows.trust.empty()) m_facts.authentic_trust.emplace();  // there is nothing that could be forged
    m_facts.trust = std::move(rows.trust);
    m_facts.smime_profiles = std::move(rows.smime_profiles);
  }
  m_verifier = std::make_unique<nssbridge::Verifier>(
      m_contents.certificates, m_contents.trust, std::move(key_ids),
      nssbridge::Verifier::Options{.at = m_facts.at, .trust_known = databases.certificates.has_value()});
  if (!databases.certificates) return;
  m_facts.certificates = &m_contents.certificates;
  m_facts.verifier = m_verifier.get();
}

void Examination::close() {
  m_verifier.reset();
  m_library->close();
}

}  // namespace host::worker::audit
