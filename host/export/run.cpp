// SPDX-License-Identifier: MPL-2.0
#include <host/export/run.hpp>

#include <host/export/password_rule.hpp>
#include <host/export/rest.hpp>
#include <host/session/login.hpp>
#include <nssbridge/sealed.hpp>

#include <algorithm>

namespace host::exporting {

using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Token;

namespace {

void leave_out_what_may_not_leave(const Token& token, std::vector<Exported>& exported) {
  for (auto& each : exported) {
    try {
      nssbridge::require_exportable(token, each.certificate->certificate);
    } catch (const Error& error) {
      if (error.kind() == Kind::password_required || error.kind() == Kind::nss_failure) throw;
      each.error = error;
    }
  }
  if (std::ranges::all_of(exported, [](const Exported& each) { return each.error.has_value(); }))
    throw *exported.front().error;
}

std::vector<LoneKey> lone_keys(const Token& token, const store::Contents& contents) {
  std::set<nssbridge::Bytes> paired;
  for (const auto& stored : contents.certificates) paired.insert(stored.certificate.key_id);
  std::vector<LoneKey> lone;
  for (const auto& key : token.private_keys())
    if (!paired.contains(key.key_id)) lone.push_back({key.key_id, key.algorithm});
  return lone;
}

void warn(const Wishes& wishes, const nssbridge::Secret& password, Outcome& outcome) {
  auto& warnings = outcome.warnings;
  if (wishes.scheme == nssbridge::KeyFileScheme::compatible)
    warnings.push_back({"weak-encryption", "The file is protected with 3DES and SHA-1, which is weak, so that old programs can "
                                           "read it. Delete it once it has served."});
  if (is_weak(password))
    warnings.push_back({"weak-password", "The file's password is weak (shorter than 12 characters, or than 20 if all are digits, or "
                                         "of fewer than five different ones): whoever gets the file can find it by trying."});
  if (std::ranges::any_of(outcome.certificates, [](const Exported& each) { return !each.error && !each.chain_complete; }))
    warnings.push_back({"chain-incomplete", "Not every certificate has its whole chain in the file: an authority is neither in the "
                                            "profile nor one that the application ships."});
  if (!outcome.lone_keys.empty())
    warnings.push_back({"key-without-certificate", "The profile has private keys without a certificate. They are not in the file."});
}

[[noreturn]] void throw_unreadable() {
  throw Error(Kind::io_failure, "What was written could not be read back as it should be, so it was removed. Check the disk and try again.");
}

/// The file holds what it should, as it lies on the disk. Returns it.
nssbridge::Bytes write(session::Session& session, nssbridge::Library& library, const nssbridge::KeyFileContents& contents,
                       const nssbridge::Secret& password, nssbridge::KeyFileScheme scheme) {
  session.progress("write", 0, 1);
  auto stored = session.store("key-file", nssbridge::write_key_file(library.main(), contents, password, scheme));
  session.progress("verify", 0, 1);
  if (!nssbridge::holds(library, stored, contents, password)) throw_unreadable();
  return stored;
}

Beside write_rest(session::Session& session, Companion rest, const nssbridge::Bytes& key_file, const nssbridge::Secret& password) {
  rest.key_file = nssbridge::sha256(key_file);
  const auto written = write_companion(rest, password);
  const auto stored = session.store("companion", written);
  if (stored != written || !read_companion(stored, password)) throw_unreadable();
  return {rest.certificates.size(), rest.trust.size(), rest.smime_profiles.size()};
}

}  // namespace

void run(session::Session& session, const profiles::Profile& profile, const Wishes& wishes,
         const std::function<void(const Outcome&)>& done) {
  session.progress("check", 0, 0);
  const auto checked = store::check_for_reading(profile);
  nssbridge::Library library(checked.folder, nssbridge::Library::Access::read_only);
  {
    const auto contents = store::read(library.main(), checked.state);
    const nssbridge::Verifier verifier(contents.certificates, contents.trust, contents.key_ids,
                                       {.at = store::now(), .trust_known = true});
    Outcome outcome{plan(wishes, contents, verifier), std::nullopt, {}, {}};
    const auto password = session.ask_new_password(profile, outcome.certificates.size());
    session::Passwords passwords;
    session::log_in(session, library.main(), profile, "profile", passwords);
    leave_out_what_may_not_leave(library.main(), outcome.certificates);
    if (wishes.whole) outcome.lone_keys = lone_keys(library.main(), contents);
    const auto in_file = contents_of(outcome.certificates, contents);
    const auto key_file = write(session, library, in_file, password, wishes.scheme);
    if (wishes.whole) outcome.beside = write_rest(session, rest_of(library.main(), contents, in_file), key_file, password);
    warn(wishes, password, outcome);
    done(outcome);
  }
  library.close();
}

}  // namespace host::exporting
