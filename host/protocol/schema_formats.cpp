// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/schema_parts.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <array>

namespace host::protocol::schema {
namespace {

/// The shape of a text: each digit stands for any digit, everything else for itself.
bool looks_like(std::string_view text, std::string_view shape) {
  return std::ranges::equal(text, shape, [](char found, char wanted) {
    return wanted == '0' ? found >= '0' && found <= '9' : found == wanted;
  });
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A name that the host gave: whatever it is, it can never mean another folder.
bool is_one_component(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.find('/') == std::string_view::npos;
}

bool is_alphanumeric(char octet) {
  return (octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
}

/// What a new file of the person's may be called: nothing hidden, nothing that is shown differently from what it is.
bool is_key_file_name(std::string_view text) {
  const auto is_plain = [](char octet) {
    return is_alphanumeric(octet) || std::string_view(" ._()+@,=-").find(octet) != std::string_view::npos;
  };
  return (text.ends_with(".p12") || text.ends_with(".pfx")) && std::ranges::all_of(text, is_plain) &&
         (is_alphanumeric(text.front()) || text.front() == '_');
}

bool is_utc_time(std::string_view text) {
  return looks_like(text, "0000-00-00T00:00:00Z");
}

struct Format {
  std::string_view name;
  bool (*fits)(std::string_view);
  std::string_view words;
};

// Each is also a "pattern" in the schemas, for programs that know only the standard's keywords.
constexpr std::array formats{
    Format{"fingerprint", is_fingerprint, "a fingerprint (64 lower-case hexadecimal digits)"},
    Format{"profile-id", is_one_component, "the id of a profile as profiles.list gives it, never a path"},
    Format{"backup-name", is_one_component, "the name of a backup as backups.list gives it, never a path"},
    Format{"key-file-name", is_key_file_name,
           "a name such as backup.p12 or backup.pfx, in ASCII, without a folder"},
    Format{"utc-time", is_utc_time, "a time such as 2026-01-31T12:00:00Z"},
};

const Format& format_of(std::string_view name) {
  const auto found = std::ranges::find(formats, name, &Format::name);
  if (found == formats.end())
    throw nssbridge::Error(nssbridge::Kind::internal, "A schema names a format that does not exist.");
  return *found;
}

}  // namespace

bool has_format(std::string_view format, const std::string& text) {
  return format_of(format).fits(text);
}

std::string_view words_for_format(std::string_view format) {
  return format_of(format).words;
}

std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace host::protocol::schema
