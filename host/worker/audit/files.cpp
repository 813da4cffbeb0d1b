// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/surroundings.hpp>

#include <host/profiles/backup_store.hpp>
#include <host/profiles/file_text.hpp>
#include <nssbridge/key_file.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace host::worker::audit {

namespace fs = std::filesystem;
namespace files = nssbridge::files;
namespace key_file = nssbridge::key_file;
using host::audit::Facts;
using host::audit::FileFact;
using host::audit::LooseKeyFile;
using host::audit::Owner;
using nssbridge::Error;

namespace {

constexpr std::array looked_at{".",          "cert9.db", "key4.db",  "cert8.db",
                               "key3.db",    "secmod.db", "pkcs11.txt", "prefs.js"};
constexpr std::size_t most_key_files = 32;

FileFact::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileFact::Kind::regular;
  if (S_ISDIR(mode)) return FileFact::Kind::folder;
  return S_ISLNK(mode) ? FileFact::Kind::link : FileFact::Kind::special;
}

Owner owner_of(uid_t owner, uid_t us) {
  if (owner == us) return Owner::us;
  return owner == 0 ? Owner::root : Owner::other;
}

/// Of the folder itself "us" is this process; of what lies in it, the folder's owner.
void look_at_modes(const fs::path& folder, Facts& facts) {
  struct stat info{};
  if (::lstat(folder.c_str(), &info) != 0) return;
  const uid_t owner = info.st_uid;
  auto& found = facts.files.emplace();
  for (const char* name : looked_at) {
    const bool itself = std::string_view(name) == ".";
    if (!itself && ::lstat((folder / name).c_str(), &info) != 0) continue;
    found.push_back({name, kind_of(info.st_mode), info.st_mode & 07777U, owner_of(info.st_uid, itself ? ::geteuid() : owner)});
  }
}

/// PBES2 with AES: what today's programs write.
bool is_strong(const key_file::Algorithm& algorithm) {
  constexpr std::array<std::uint8_t, 8> aes{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01};
  const auto& identifier = algorithm.identifier;
  return !algorithm.from_pkcs12 && std::search(identifier.begin(), identifier.end(), aes.begin(), aes.end()) != identifier.end();
}

bool is_weak(const key_file::File& file) {
  if (!file.mac || file.mac->hash == "SHA-1" || file.mac->hash == "MD5") return true;
  using Kind = key_file::Bag::Kind;
  return std::ranges::any_of(file.bags, [](const auto& bag) {
           return bag.kind == Kind::key || (bag.kind == Kind::shrouded_key && !is_strong(bag.algorithm));
         }) ||
         std::ranges::any_of(file.sealed, [](const auto& safe) { return !is_strong(safe.algorithm); });
}

std::optional<LooseKeyFile> key_file_at(const fs::path& path, bool is_copy) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  const auto text = profiles::file_text(path, key_file::largest_file);
  if (!text) return std::nullopt;
  try {
    const auto file = key_file::read({reinterpret_cast<const std::uint8_t*>(text->data()), text->size()});
    if (file.format != key_file::Format::pkcs12) return std::nullopt;
    return LooseKeyFile{path.filename().string(), is_weak(file), false, !is_copy && (info.st_mode & 077) != 0};
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool is_named_as_key_file(const fs::path& path) {
  auto extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
  return extension == ".p12" || extension == ".pfx";
}

void look_at_key_files(const Target& target, Facts& facts) {
  std::error_code failed;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(target.profile.path, failed))
    if (is_named_as_key_file(entry.path()) && paths.size() < most_key_files) paths.push_back(entry.path());
  if (failed) return;
  std::ranges::sort(paths);
  auto& found = facts.key_files.emplace();
  for (const auto& path : paths)
    if (auto file = key_file_at(path, target.is_copy)) found.push_back(std::move(*file));
}

/// Checked before its password record is read: even to look into a database may leave files beside it.
std::optional<host::audit::Backup> judge(const profiles::backup_store::Entry& entry, const fs::path& profile) {
  try {
    const auto rows = files::read_key_rows(entry.folder);
    if (rows.reading != files::Reading::done) return std::nullopt;
    return host::audit::Backup{entry.backup.name, profiles::backup_store::is_stale(profile, entry),
                               rows.password && rows.password->protects == false && !rows.keys.empty()};
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

void look_at_files(const Target& target, Facts& facts) {
  look_at_modes(target.profile.path, facts);
  look_at_key_files(target, facts);
}

void look_at_backups(const Target& target, const Databases& databases, Facts& facts) {
  if (!databases.fit_for_nss) return;
  auto& backups = facts.backups.emplace();
  for (const auto& entry : profiles::backup_store::entries(target.profile.path))
    if (auto backup = judge(entry, target.profile.path)) backups.push_back(std::move(*backup));
}

}  // namespace host::worker::audit
