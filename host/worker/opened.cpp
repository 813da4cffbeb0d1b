// SPDX-License-Identifier: MPL-2.0
#include <host/worker/opened.hpp>

#include <host/session/login.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>
#include <vector>

namespace host::worker {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

/// What was read of a profile. It stays until the process ends: that serves one request, and to give back ten thousand
/// certificates piece by piece takes a tenth of the time that the answer takes.
struct Read {
  store::Contents contents;
  nssbridge::Verifier verifier;
  Read(store::Contents read, const nssbridge::Verifier::Options& options)
      : contents(std::move(read)), verifier(contents.certificates, contents.trust, contents.key_ids, options) {}
};

const Read& keep(store::Contents contents, const nssbridge::Verifier::Options& options) {
  static auto& all = *new std::vector<std::unique_ptr<const Read>>;
  all.push_back(std::make_unique<const Read>(std::move(contents), options));
  return *all.back();
}

}  // namespace

void add_tokens(store::Contents& contents, const profiles::Profile& profile, const std::optional<Tokens>& tokens) {
  contents.tokens_unread = names_modules(profile);
  if (tokens) tokens->add_to(contents);
}

void with_contents(const profiles::Profile& profile, const Use& use, const std::optional<Tokens>& tokens) {
  nssbridge::Verifier::Options options{.at = store::now(), .trust_known = true};
  if (profile.format == nssbridge::files::Format::none) {
    nssbridge::Library library;
    store::Contents contents;
    add_tokens(contents, profile, tokens);
    use(contents, nssbridge::Verifier(contents.certificates, {}, contents.key_ids, options));
    library.close();
    return;
  }
  const auto checked = store::check_for_reading(profile);
  nssbridge::Library library(checked.folder, nssbridge::Library::Access::read_only);
  auto contents = store::read_for_looking(library.main(), checked);
  add_tokens(contents, profile, tokens);
  const auto& read = keep(std::move(contents), options);
  use(read.contents, read.verifier);
  library.close();
}

void with_listed_contents(session::Session& session, const profiles::Profile& profile, const Use& use,
                          const std::optional<Tokens>& tokens) {
  if (profile.format != nssbridge::files::Format::dbm) return with_contents(profile, use, tokens);
  store::check_for_listing_legacy(profile);
  nssbridge::Library library(profile.path, nssbridge::Library::Access::legacy_read_only);
  {
    session::Passwords passwords;
    session::log_in(session, library.main(), profile, "profile", passwords);
    const auto contents = store::read_legacy(library.main());
    use(contents, nssbridge::Verifier(contents.certificates, contents.trust, contents.key_ids,
                                      {.at = store::now(), .trust_known = true}));
  }
  library.close();
}

std::optional<nlohmann::json> answered_by_older_nss(session::Session& session, const profiles::Profile& profile) {
  if (profile.format != nssbridge::files::Format::dbm || session.nss_folder().empty()) return std::nullopt;
  try {
    if (auto answer = session.ask_worker("system", session.method(), session.params())) return answer;
  } catch (const Error& error) {
    if (error.kind() != Kind::legacy_database) throw;
  }
  store::refuse_legacy();
}

void become(uid_t user, gid_t group) {
  if (::setgroups(0, nullptr) != 0 || ::setresgid(group, group, group) != 0 || ::setresuid(user, user, user) != 0)
    throw Error(Kind::permission_denied, "The profile belongs to another user and this process could not become that user. "
                                         "Run the command as that user.");
  // The kernel forgets it when the user changes.
  ::prctl(PR_SET_DUMPABLE, 0);
}

void become_owner_of(const std::filesystem::path& folder) {
  struct stat info{};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &info) != 0 || info.st_uid == 0) return;
  const passwd* owner = ::getpwuid(info.st_uid);
  become(info.st_uid, owner != nullptr ? owner->pw_gid : info.st_gid);
}

}  // namespace host::worker
