// SPDX-License-Identifier: MPL-2.0
// cert9.db and key4.db as files that may be anything.
#include <nssbridge/database_files.hpp>

#include <algorithm>

#include "support/promise.hpp"
#include "support/scratch.hpp"

namespace fs = std::filesystem;
namespace files = nssbridge::files;

namespace {

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  const auto profile = fuzz::write_file("profile/cert9.db", bytes).parent_path();
  fuzz::write_file("profile/key4.db", bytes);
  const auto state = fuzz::unless_refused([&] { return files::inspect(profile); });
  fuzz::promise(count_files(profile) == 2, "looking leaves nothing behind");
  if (!state) return 0;
  fuzz::promise(state->format == (size > 0 ? files::Format::sql : files::Format::none),
                "what is there has a format");
  if (state->hot_journal || state->write_ahead_log) {
    fuzz::promise(!state->password && state->private_key_ids.empty(),
                  "of an unsettled database nothing is said");
    return 0;
  }
  fuzz::unless_refused([&] { return files::contents_of(profile); });
  fuzz::unless_refused([&] { return files::password_record_bytes(profile / "key4.db"); });
  fuzz::promise(count_files(profile) == 2, "reading leaves nothing behind");
  return 0;
}
