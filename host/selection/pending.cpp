// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending.hpp>

#include <host/profiles/file_text.hpp>
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
    throw Error(Kind::identity_not_found,
                "The identity has a key that Thunderbird never gives, so nothing is kept for it.");
  return profile / "certferry" / folder / (identity + ".json");
}

[[noreturn]] void throw_not_kept() {
  throw Error(
      Kind::io_failure,
      "The selection could not be kept in the profile. Check that the disk is not full and the profile "
      "writable.");
}

class Descriptor {
 public:
  explicit Descriptor(int number) : m_number(number) {
    if (number < 0) throw_not_kept();
  }
  ~Descriptor() { ::close(m_number); }
  Descriptor(const Descriptor&) = delete;
  void write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(m_number, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) throw_not_kept();
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void sync() const {
    if (::fsync(m_number) != 0) throw_not_kept();
  }

 private:
  int m_number;
};

/// The folder of a kind of records, mode 0700, made if missing; a link is refused.
void make_folder(const fs::path& folder) {
  struct stat info {};
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw_not_kept();
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) throw_not_kept();
}

/// Atomic and synced, mode 0600.
void write_record(const fs::path& file, const json& value, const fs::path& profile) {
  profiles::own_folder(profile);
  make_folder(file.parent_path());
  const fs::path temporary = file.string() + ".new";
  ::unlink(temporary.c_str());
  try {
    const Descriptor descriptor(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    descriptor.write_all(value.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
    descriptor.sync();
    if (::rename(temporary.c_str(), file.c_str()) != 0) throw_not_kept();
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
  Descriptor(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)).sync();
}

/// What cannot be read as a record is no JSON value either.
json read_record(const fs::path& file) {
  constexpr std::size_t largest = 1U << 20;
  return json::parse(profiles::file_text(file, largest).value_or(""), nullptr, false);
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
