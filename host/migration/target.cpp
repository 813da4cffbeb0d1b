// SPDX-License-Identifier: MPL-2.0
#include <host/migration/target.hpp>

#include <host/profiles/backups.hpp>
#include <host/profiles/locks.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/version.hpp>

namespace host::migration {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Token;
using nssbridge::TrustEncoding;
namespace files = nssbridge::files;

namespace {

/// A move needs room for the backup (both databases and prefs.js), the new objects and SQLite's journals.
std::uintmax_t needed_bytes(const std::filesystem::path& profile) {
  std::uintmax_t total = 4U << 20;
  for (const char* name : {"cert9.db", "key4.db", "prefs.js"}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(profile / name, absent);
    if (!absent) total += 2 * size;
  }
  return total;
}

/// Whoever writes just now does it himself.
void remove_leftovers(const profiles::Profile& to) {
  std::error_code absent;
  if (!std::filesystem::exists(to.path / "certferry", absent)) return;
  try {
    const profiles::WriteLock lock(to.path, std::chrono::milliseconds::zero());
    profiles::remove_leftovers(to.path);
  } catch (const Error& error) {
    if (error.kind() != Kind::profile_busy) throw;
  }
}

/// CKO_TRUST is invisible to an NSS before 3.114 (bug 1965328), which Firefox and Thunderbird ship since 142.
constexpr std::string_view first_nss_with_modern_trust = "3.114";
constexpr std::string_view first_application_with_modern_trust = "142";

/// What is written must be readable by the application that owns the target.
bool target_reads_modern_trust(const session::Session& session, const profiles::Profile& to) {
  const auto nss = session.nss_of(to.application);
  if (!nss || nssbridge::older(nss->version, first_nss_with_modern_trust)) return false;
  const auto last = profiles::last_version(to.path);
  return !last || !nssbridge::older(*last, first_application_with_modern_trust);
}

}  // namespace

void prepare_target(const profiles::Profile& to) {
  profiles::require_writable(to.path, needed_bytes(to.path));
  remove_leftovers(to);
}

files::State check_target(session::Session& session, const profiles::Profile& to) {
  if (!files::inspect(to.path).hot_journal) return store::check_for_writing(to);
  const profiles::WriteLock lock(to.path, std::chrono::seconds(30), [&] { session.progress("waiting", 0, 0); });
  return store::check_for_writing(to);
}

TrustEncoding encoding_for(const session::Session& session, const profiles::Profile& profile, const Token& to,
                           const nssbridge::Certificate& root) {
  const bool loaded_writes_modern = !nssbridge::older(nssbridge::Library::version(), first_nss_with_modern_trust);
  const bool modern = loaded_writes_modern && (target_reads_modern_trust(session, profile) ||
                                               nssbridge::has_modern_trust(to, root));
  return modern ? TrustEncoding::modern : TrustEncoding::legacy;
}

}  // namespace host::migration
