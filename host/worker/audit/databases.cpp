// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/databases.hpp>

#include <host/profiles/place_for_copies.hpp>

#include <filesystem>

namespace host::worker::audit {

namespace fs = std::filesystem;
namespace files = nssbridge::files;
using files::Reading;
using host::audit::Trouble;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

void note_unread(Databases& found, const char* name, Reading reading) {
  if (reading == Reading::hot_journal) found.troubles.push_back({name, Trouble::Kind::hot_journal});
  if (reading == Reading::write_ahead_log) found.troubles.push_back({name, Trouble::Kind::write_ahead_log});
}

bool needs_copy(Reading reading) { return reading == Reading::hot_journal || reading == Reading::write_ahead_log; }

template <typename Rows>
Reading read_one(Databases& found, const fs::path& file, Rows (*read)(const fs::path&), std::optional<Rows>& into) {
  try {
    auto rows = read(file.parent_path());
    const auto reading = rows.reading;
    note_unread(found, file.filename().c_str(), reading);
    if (reading == Reading::done) into = std::move(rows);
    return reading;
  } catch (const Error& error) {
    found.troubles.push_back(trouble_with(file, error));
    return Reading::absent;
  }
}

/// Keeps what was read in the folder itself; a copy adds only what is missing.
void read_from_copy(Databases& found, const fs::path& folder) {
  if (!profiles::runtime_place_for_copies()) return;
  try {
    const files::PrivateCopy copy(folder, profiles::place_for_copies(folder));
    if (!found.certificates) {
      auto rows = files::read_certificate_rows(copy.folder());
      if (rows.reading == Reading::done) found.certificates = std::move(rows);
    }
    if (!found.keys) {
      auto rows = files::read_key_rows(copy.folder());
      if (rows.reading == Reading::done) found.keys = std::move(rows);
    }
  } catch (const Error&) {
    // That it could not be read where it lies is noted already.
  }
}

}  // namespace

Trouble trouble_with(const fs::path& file, const Error& error) {
  std::error_code failed;
  const auto status = fs::symlink_status(file, failed);
  Trouble trouble{file.filename().string(), Trouble::Kind::damaged};
  if (error.kind() == Kind::permission_denied)
    trouble.kind = Trouble::Kind::unreadable;
  else if (!failed && fs::exists(status) && !fs::is_regular_file(status))
    trouble.kind = Trouble::Kind::not_regular;
  else if (error.kind() == Kind::profile_busy)
    trouble.kind = Trouble::Kind::locked;
  else if (error.kind() == Kind::io_failure)
    trouble.kind = Trouble::Kind::unreadable;
  return trouble;
}

Databases read_databases(const fs::path& folder) {
  Databases found;
  const auto certificates = read_one(found, folder / "cert9.db", files::read_certificate_rows, found.certificates);
  const auto keys = read_one(found, folder / "key4.db", files::read_key_rows, found.keys);
  found.fit_for_nss = certificates == Reading::done && keys == Reading::done;
  if (needs_copy(certificates) || needs_copy(keys)) read_from_copy(found, folder);
  return found;
}

}  // namespace host::worker::audit
