// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace nssbridge {
namespace {

using Entry = std::pair<Kind, std::string_view>;

constexpr std::array names{
    Entry{Kind::invalid_request, "invalid-request"},
    Entry{Kind::unknown_method, "unknown-method"},
    Entry{Kind::too_large, "too-large"},
    Entry{Kind::too_many_requests, "too-many-requests"},
    Entry{Kind::version_mismatch, "version-mismatch"},
    Entry{Kind::caller_refused, "caller-refused"},
    Entry{Kind::consent_refused, "consent-refused"},
    Entry{Kind::cancelled, "cancelled"},
    Entry{Kind::profile_not_found, "profile-not-found"},
    Entry{Kind::profile_busy, "profile-busy"},
    Entry{Kind::profile_unreadable, "profile-unreadable"},
    Entry{Kind::application_running, "application-running"},
    Entry{Kind::wrong_password, "wrong-password"},
    Entry{Kind::password_required, "password-required"},
    Entry{Kind::no_ui, "no-ui"},
    Entry{Kind::nss_too_old, "nss-too-old"},
    Entry{Kind::legacy_database, "legacy-database"},
    Entry{Kind::certificate_not_found, "certificate-not-found"},
    Entry{Kind::identity_not_found, "identity-not-found"},
    Entry{Kind::ambiguous, "ambiguous"},
    Entry{Kind::no_private_key, "no-private-key"},
    Entry{Kind::key_not_extractable, "key-not-extractable"},
    Entry{Kind::not_eligible, "not-eligible"},
    Entry{Kind::chain_incomplete, "chain-incomplete"},
    Entry{Kind::bad_file, "bad-file"},
    Entry{Kind::unsupported_algorithm, "unsupported-algorithm"},
    Entry{Kind::file_exists, "file-exists"},
    Entry{Kind::io_failure, "io-failure"},
    Entry{Kind::permission_denied, "permission-denied"},
    Entry{Kind::nss_failure, "nss-failure"},
    Entry{Kind::internal, "internal"},
};
static_assert(names.size() == static_cast<std::size_t>(Kind::internal) + 1, "every kind has its wire name");

}  // namespace

std::string_view name_of(Kind kind) {
  auto found = std::ranges::find(names, kind, &Entry::first);
  return found == names.end() ? "internal" : found->second;
}

std::optional<Kind> kind_from(std::string_view name) {
  auto found = std::ranges::find(names, name, &Entry::second);
  if (found == names.end()) return std::nullopt;
  return found->first;
}

}  // namespace nssbridge
