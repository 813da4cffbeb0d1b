// SPDX-License-Identifier: MPL-2.0
#include <host/front/given_files.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::front {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

constexpr std::size_t largest_piece = std::size_t{1} << 20;

/// Links and special files that lie in a folder were not named by the person.
std::vector<fs::path> files_in(const fs::path& folder, bool all) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    std::error_code gone;
    const auto name = entry->path().filename().string();
    const bool wanted = all ? !name.starts_with('.') : entry->path().extension() == ".eml";
    if (wanted && fs::is_regular_file(entry->symlink_status(gone))) files.push_back(entry->path());
  }
  if (failed) throw Error(Kind::io_failure, "The folder cannot be read. Copy it to a local disk and try again.");
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> messages_in(const fs::path& folder) {
  std::error_code absent;
  std::vector<fs::path> messages;
  const bool maildir = fs::is_directory(folder / "cur", absent);
  if (!maildir) messages = files_in(folder, false);
  for (const char* part : {"cur", "new"}) {
    if (!maildir || !fs::is_directory(folder / part, absent)) continue;
    const auto more = files_in(folder / part, true);
    messages.insert(messages.end(), more.begin(), more.end());
  }
  if (messages.empty()) throw Error(Kind::bad_file, "That is a folder without messages: neither a maildir, nor are files in it whose names end in .eml.");
  return messages;
}

}  // namespace

GivenFiles::GivenFiles(const std::vector<std::string>& named) {
  for (std::size_t number = 0; number < named.size(); ++number) {
    const fs::path path(named[number]);
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      if (!fs::exists(path, failed)) NamedFile{path};  // says why
      add(number, path);
      continue;
    }
    for (const auto& message : messages_in(path)) add(number, message);
  }
}

void GivenFiles::add(std::size_t number, const fs::path& path) {
  m_files.push_back({number, path});
  std::error_code unknown;
  const auto size = fs::is_regular_file(path, unknown) ? fs::file_size(path, unknown) : static_cast<std::uintmax_t>(-1);
  if (unknown || size == static_cast<std::uintmax_t>(-1)) m_total.reset();
  if (m_total) *m_total += size;
}

std::optional<GivenFiles::Piece> GivenFiles::next() {
  if (m_next == m_files.size()) return std::nullopt;
  const auto& file = m_files[m_next];
  if (!m_open) m_open.emplace(file.path);
  Piece piece{file.number, m_open->read(largest_piece), false};
  m_done += piece.octets.size();
  piece.file_ends = piece.octets.size() < largest_piece;
  if (piece.file_ends) {
    m_open.reset();
    ++m_next;
  }
  return piece;
}

}  // namespace host::front
