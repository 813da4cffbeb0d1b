// SPDX-License-Identifier: MPL-2.0
#include <host/store/contents.hpp>

#include <host/profiles/locks.hpp>
#include <host/profiles/place_for_copies.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/row_meaning.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace host::store {

using nssbridge::Error;
using nssbridge::Kind;
namespace files = nssbridge::files;

namespace {

void refuse_legacy(files::Format format) {
  if (format == files::Format::dbm) store::refuse_legacy();
}

}  // namespace

const nssbridge::StoredCertificate* Contents::find(const nssbridge::Fingerprint& fingerprint) const {
  auto found = std::ranges::find_if(
      certificates, [&](const auto& stored) { return stored.certificate.fingerprint == fingerprint; });
  return found == certificates.end() ? nullptr : &*found;
}

void refuse_legacy() {
  throw Error(Kind::legacy_database,
              "This profile keeps its certificates in the format of before 2018 (cert8.db, key3.db), which is not converted "
              "behind your back.")
      .with_fix({"Start the profile once with a Firefox or Thunderbird between versions 58 and 72, which converts it, "
                 "then run this again.", std::nullopt});
}

void check_for_listing_legacy(const profiles::Profile& profile) { files::inspect_legacy(profile.path); }

Checked check_for_reading(const profiles::Profile& profile, const std::optional<std::filesystem::path>& copies_in) {
  Checked checked{files::inspect(profile.path), profile.path, std::nullopt};
  refuse_legacy(checked.state.format);
  if (checked.state.hot_journal || checked.state.write_ahead_log) {
    checked.copy.emplace(profile.path, copies_in ? profiles::own_folder(*copies_in) : profiles::place_for_copies(profile.path));
    checked.folder = checked.copy->folder();
    checked.state = files::inspect(checked.folder);
  }
  files::require_nss(checked.state, nssbridge::Library::version());
  return checked;
}

files::State check_for_writing(const profiles::Profile& profile) {
  auto state = files::inspect(profile.path);
  refuse_legacy(state.format);
  if (state.hot_journal) {
    files::recover(profile.path);
    state = files::inspect(profile.path);
  }
  files::require_nss(state, nssbridge::Library::version());
  return state;
}

Contents read(const nssbridge::Token& token, const files::State& state) {
  return {token.certificates(), nssbridge::read_trust(token), state.private_key_ids};
}

Contents read_for_looking(const nssbridge::Token& token, const Checked& checked) {
  auto rows = files::read_stored_certificates(checked.folder);
  // Since it was checked a write may have begun that only NSS, or a private copy, gets past.
  if (rows.reading != files::Reading::done) return read(token, checked.state);
  nssbridge::decode_certificates(rows.certificates);
  return {std::move(rows.certificates), nssbridge::read_trust(token), checked.state.private_key_ids};
}

Contents read_legacy(const nssbridge::Token& token) {
  return {token.certificates(), nssbridge::read_trust(token), token.public_key_ids()};
}

nssbridge::Time now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace host::store
