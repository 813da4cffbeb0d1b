// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/fleet/calendar.hpp>
#include <host/fleet/letters.hpp>
#include <host/front/new_file.hpp>
#include <host/text/printable.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::fleet {
namespace {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

/// "alice-example-org-0123456789abcdef-en": the digits tell what the letter says, so that another end makes another file.
std::string file_name(const Forecast& forecast, Language language) {
  constexpr std::size_t longest = 60, digits = 16;
  std::string slug;
  for (const char c : forecast.address.substr(0, longest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain || (!slug.empty() && slug.back() != '-')) slug += plain ? c : '-';
  }
  while (slug.ends_with('-')) slug.pop_back();
  return (slug.empty() ? "person" : slug) + "-" + nssbridge::to_hex(digest::sha256(to_json(forecast).dump())).substr(0, digits) + "-" +
         std::string(name_of(language));
}

/// False where something of that name is there.
bool write_new(const nssbridge::Descriptor& folder, const std::string& name, std::string_view text) {
  try {
    front::NewFile file(folder, name);
    file.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    file.publish();
    return true;
  } catch (const Error& error) {
    if (error.kind() == Kind::file_exists) return false;
    throw;
  }
}

nssbridge::Descriptor open_or_make(const fs::path& folder) {
  std::error_code failed;
  if (fs::create_directory(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  return front::open_folder(folder);
}

}  // namespace

bool is_postal(std::string_view address) {
  constexpr std::size_t longest = 254;
  const auto at = address.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.size() <= longest && address.find('@', at + 1) == std::string_view::npos &&
         address.find_first_of(" ,;:<>()[]\\\"") == std::string_view::npos && text::printable(address) == address &&
         !address.ends_with("@redacted.invalid");
}

Letters write_letters(const std::vector<Forecast>& people, const fs::path& folder, Language language, nssbridge::Time at) {
  Letters letters;
  const auto opened = open_or_make(folder);
  for (const Forecast& person : people) {
    if (!is_postal(person.address)) {
      ++letters.without_address;
      continue;
    }
    const std::string name = file_name(person, language);
    write_new(opened, name + ".ics", renewal_calendar(person, language, at));
    const bool written = write_new(opened, name + ".txt", letter(person, language));
    ++(written ? letters.written : letters.there_already);
  }
  return letters;
}

}  // namespace host::fleet
