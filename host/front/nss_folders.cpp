// SPDX-License-Identifier: MPL-2.0
#include <host/front/nss_folders.hpp>
#include <host/front/trusted_path.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>
#include <variant>

namespace host::front {
namespace {

namespace fs = std::filesystem;

/// Without one of these nothing works; the SQLite that softoken wants may be its own or the system's.
constexpr std::array<const char*, 5> needed{"libnss3.so", "libnssutil3.so", "libsmime3.so", "libsoftokn3.so",
                                            "libfreeblpriv3.so"};

/// Of a folder that the loader may take libraries from. The folder itself was checked.
bool every_library_is_trusted(const fs::path& folder, uid_t user) {
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (name.find(".so") != std::string::npos && !is_trusted_entry(entry->path(), user)) return false;
  }
  return !failed;
}

/// A colon or a dollar sign in the path would make the loader read other folders.
bool is_fit_for_search_path(const fs::path& folder) {
  return folder.string().find_first_of(":;$") == std::string::npos;
}

bool is_complete(const fs::path& folder) {
  const auto is_there = [&folder](const char* name) {
    std::error_code failed;
    return fs::exists(folder / name, failed);
  };
  return std::all_of(needed.begin(), needed.end(), is_there);
}

std::array<int, 4> numbers_of(std::string_view text) {
  std::array<int, 4> numbers{};
  for (int& number : numbers) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    if (parsed.ec != std::errc() || text.empty()) break;
    text.remove_prefix(1);
  }
  return numbers;
}

/// Nothing where no NSS lies.
std::optional<std::variant<NssFolder, NssRefusal>> judge(const NssPlace& place, uid_t user) {
  std::error_code failed;
  if (!fs::exists(place.folder / needed.front(), failed)) return std::nullopt;
  NssFolder found{real_path(place.folder), place.origin, {}, {}};
  if (found.folder.empty() || !is_trusted(found.folder, user)) return NssRefusal::changeable;
  // The system's folder never enters the search path: where its libraries lie is the loader's own business.
  if (place.origin != Origin::system) {
    if (!is_complete(found.folder)) return NssRefusal::incomplete;
    if (!is_fit_for_search_path(found.folder) || !every_library_is_trusted(found.folder, user))
      return NssRefusal::changeable;
  }
  const auto version = nss_version_in(found.folder / needed.front());
  if (!version) return NssRefusal::no_version;
  found.version_text = *version;
  found.version = numbers_of(*version);
  return found;
}

}  // namespace

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::thunderbird:
      return "thunderbird";
    case Origin::firefox:
      return "firefox";
    case Origin::configured:
      return "configured";
    case Origin::system:
      return "system";
  }
  return "system";
}

std::vector<NssFolder> usable_nss_folders(const std::vector<NssPlace>& places, uid_t user) {
  std::vector<NssFolder> folders;
  for (const NssPlace& place : places) {
    const auto judged = judge(place, user);
    const auto* folder = judged ? std::get_if<NssFolder>(&*judged) : nullptr;
    const auto same = [folder](const NssFolder& other) { return other.folder == folder->folder; };
    if (folder != nullptr && std::none_of(folders.begin(), folders.end(), same)) folders.push_back(*folder);
  }
  std::stable_sort(folders.begin(), folders.end(), [](const NssFolder& left, const NssFolder& right) {
    if (left.version != right.version) return left.version > right.version;
    return left.origin < right.origin;
  });
  return folders;
}

std::vector<RefusedNss> refused_nss_folders(const std::vector<NssPlace>& places, uid_t user) {
  std::vector<RefusedNss> refused;
  for (const NssPlace& place : places)
    if (const auto judged = judge(place, user))
      if (const auto* reason = std::get_if<NssRefusal>(&*judged)) refused.push_back({place, *reason});
  return refused;
}

std::optional<std::string> nss_version_in(const fs::path& library) {
  // __nss_base_version of lib/nss/nssver.c; the same form since NSS 3.12.
  constexpr std::string_view mark = "Version: NSS ";
  constexpr std::size_t longest_version = 32;
  constexpr std::size_t piece = 256UL * 1024;
  constexpr std::size_t overlap = mark.size() + longest_version;
  std::ifstream file(library, std::ios::binary);
  std::string window;
  std::string buffer(piece, '\0');
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    window.append(buffer, 0, static_cast<std::size_t>(file.gcount()));
    const std::size_t at = window.find(mark);
    if (at != std::string::npos && (at + overlap <= window.size() || !file)) {
      const std::size_t start = at + mark.size();
      const std::size_t end = window.find_first_not_of("0123456789.", start);
      if (end == start || end == std::string::npos) return std::nullopt;
      return window.substr(start, end - start);
    }
    if (at == std::string::npos && window.size() > overlap) window.erase(0, window.size() - overlap);
  }
  return std::nullopt;
}

}  // namespace host::front
