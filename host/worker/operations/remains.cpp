// SPDX-License-Identifier: MPL-2.0
#include <host/worker/operations/operations.hpp>

#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace host::worker {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// What is named with a leading dot is no entry yet.
std::size_t entries_in(const fs::path& folder) {
  std::error_code failed;
  fs::directory_iterator entries(folder, failed);
  if (failed) return 0;
  return static_cast<std::size_t>(std::count_if(
      begin(entries), end(entries),
      [](const fs::directory_entry& entry) { return entry.path().filename().string().front() != '.'; }));
}

}  // namespace

json list_remains(session::Session&) {
  json remains = json::array();
  for (const auto& profile : profiles::discover()) {
    const fs::path own = profile.path / "certferry";
    std::error_code failed;
    // Through a link lies what is not ours.
    if (fs::symlink_status(own, failed).type() != fs::file_type::directory) continue;
    remains.push_back({{"path", nssbridge::to_valid_utf8(own.string())},
                       {"backups", entries_in(own / "backups")},
                       {"pending", entries_in(own / "pending")}});
  }
  return {{"remains", std::move(remains)}};
}

}  // namespace host::worker
