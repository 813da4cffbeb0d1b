// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending.hpp>

#include <host/selection/record_file.hpp>
#include <host/selection/record_json.hpp>
#include <nssbridge/error.hpp>

#include <unistd.h>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace host::selection {

using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_name = 200;

/// Thunderbird's keys are letters and digits, but whatever stands in prefs.js is one: everything else becomes %XX, so that two keys
/// never share a name and none names another folder.
std::string name_of(const std::string& id) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string name;
  for (const unsigned char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (plain)
      name += static_cast<char>(c);
    else
      (name += '%').append({digits[c >> 4U], digits[c & 15U]});
  }
  return name;
}

fs::path file_of(const fs::path& profile, const char* folder, const std::string& identity) {
  if (!can_be_kept(identity))
    throw Error(Kind::identity_not_found,
                "The identity has a key longer than Thunderbird ever gives, so nothing is kept for it.");
  return profile / "certferry" / folder / (name_of(identity) + ".json");
}

/// A record that somebody renamed is none of that identity.
bool is_of(const fs::path& file, const std::string& identity) {
  return can_be_kept(identity) && file.filename() == name_of(identity) + ".json";
}

}  // namespace

bool can_be_kept(const std::string& identity) { return !identity.empty() && name_of(identity).size() <= longest_name; }

std::vector<Pending> read_pending(const fs::path& profile) {
  std::vector<Pending> all;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(profile / "certferry/pending", absent)) {
    if (entry.path().extension() != ".json") continue;
    auto pending = pending_from(read_record(entry.path()));
    if (pending && is_of(entry.path(), pending->identity)) all.push_back(std::move(*pending));
  }
  std::ranges::sort(all, {}, &Pending::identity);
  return all;
}

void write_pending(const fs::path& profile, const Pending& pending) {
  write_record(file_of(profile, "pending", pending.identity), to_json(pending), profile);
}

bool remove_pending(const fs::path& profile, const std::string& identity) {
  return can_be_kept(identity) && ::unlink(file_of(profile, "pending", identity).c_str()) == 0;
}

void write_dropped(const fs::path& profile, const Dropped& dropped) {
  write_record(file_of(profile, "dropped", dropped.identity), to_json(dropped), profile);
}

std::vector<Dropped> read_dropped(const fs::path& profile) {
  std::vector<Dropped> all;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(profile / "certferry/dropped", absent))
    if (auto dropped = dropped_from(read_record(entry.path())); dropped && is_of(entry.path(), dropped->identity))
      all.push_back(std::move(*dropped));
  return all;
}

void remove_dropped(const fs::path& profile, const std::string& identity) {
  if (can_be_kept(identity)) ::unlink(file_of(profile, "dropped", identity).c_str());
}

void write_set_live(const fs::path& profile, const Pending& applied) {
  write_record(file_of(profile, "live", applied.identity), to_json(applied), profile);
}

std::optional<Wanted> read_set_live(const fs::path& profile, const std::string& identity) {
  if (!can_be_kept(identity)) return std::nullopt;
  const auto file = file_of(profile, "live", identity);
  std::error_code absent, unwritten;
  const auto told = fs::last_write_time(file, absent), written = fs::last_write_time(profile / "prefs.js", unwritten);
  if (absent || (!unwritten && written > told)) return std::nullopt;
  const auto applied = pending_from(read_record(file));
  return applied ? std::optional(applied->wanted) : std::nullopt;
}

void remove_set_live(const fs::path& profile, const std::string& identity) {
  if (can_be_kept(identity)) ::unlink(file_of(profile, "live", identity).c_str());
}

Identity as_it_will_stand(const fs::path& profile, Identity identity) {
  if (const auto live = read_set_live(profile, identity.id)) identity = with(std::move(identity), *live);
  const auto waiting = read_pending(profile);
  const auto found = std::ranges::find(waiting, identity.id, &Pending::identity);
  return found == waiting.end() ? identity : with(std::move(identity), found->wanted);
}

Kept read_kept(const fs::path& profile) { return {read_pending(profile), read_dropped(profile)}; }

void write_undo(const fs::path& profile, const Identity& before) {
  write_record(file_of(profile, "undo", before.id), to_json(before), profile);
}

std::optional<Identity> read_undo(const fs::path& profile, const std::string& identity) {
  if (!can_be_kept(identity)) return std::nullopt;
  return identity_from(read_record(file_of(profile, "undo", identity)));
}

}  // namespace host::selection
