// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending.hpp>

#include <host/prefs/prefs.hpp>
#include <host/profiles/locks.hpp>
#include <host/selection/record_json.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include <nlohmann/json.hpp>

namespace host::selection {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

/// Thunderbird's keys are letters and digits; anything else never becomes a file name.
bool is_plain_key(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

fs::path file_of(const fs::path& profile, const char* folder, const std::string& identity) {
  if (!is_plain_key(identity))
    throw Error(Kind::identity_not_found, "The identity has a key that Thunderbird never gives, so nothing is kept for it.");
  return profile / "certferry" / folder / (identity + ".json");
}

[[noreturn]] void throw_not_kept() {
  throw Error(Kind::io_failure, "The selection could not be kept in the profile. Check that the disk is not full and the profile "
                                "writable.");
}

/// Atomic and synced, mode 0600, in a folder of mode 0700.
void write_record(const fs::path& file, const json& value, const fs::path& profile) {
  profiles::own_folder(profile);
  if (::mkdir(file.parent_path().c_str(), 0700) != 0 && errno != EEXIST) throw_not_kept();
  const fs::path temporary = file.string() + ".new";
  ::unlink(temporary.c_str());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) throw_not_kept();
  const std::string text = value.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written || ::rename(temporary.c_str(), file.c_str()) != 0) {
    ::unlink(temporary.c_str());
    throw_not_kept();
  }
}

/// What cannot be read as a record is null.
json read_record(const fs::path& file) {
  try {
    return json::parse(prefs::read_file(file), nullptr, false);
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace

std::vector<Pending> read_pending(const fs::path& profile) {
  std::vector<Pending> all;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(profile / "certferry/pending", absent)) {
    if (entry.path().extension() != ".json") continue;
    auto pending = pending_from(read_record(entry.path()));
    if (pending && entry.path().stem() == pending->identity) all.push_back(std::move(*pending));
  }
  std::ranges::sort(all, {}, &Pending::identity);
  return all;
}

void write_pending(const fs::path& profile, const Pending& pending) {
  write_record(file_of(profile, "pending", pending.identity), to_json(pending), profile);
}

bool remove_pending(const fs::path& profile, const std::string& identity) {
  return is_plain_key(identity) && ::unlink(file_of(profile, "pending", identity).c_str()) == 0;
}

void write_undo(const fs::path& profile, const Identity& before) {
  write_record(file_of(profile, "undo", before.id), to_json(before), profile);
}

std::optional<Identity> read_undo(const fs::path& profile, const std::string& identity) {
  if (!is_plain_key(identity)) return std::nullopt;
  return identity_from(read_record(file_of(profile, "undo", identity)));
}

}  // namespace host::selection
