// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/given.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include <algorithm>

namespace host::correspondents {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Error;
using nssbridge::Kind;
namespace key_file = nssbridge::key_file;

constexpr std::string_view folder_start = "From ", card_start = "BEGIN:VCARD", armour_start = "-----BEGIN ";
constexpr char der_sequence = '\x30';

BytesView octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

char upper(char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }

bool starts_with(std::string_view text, std::string_view capitals) {
  return text.size() >= capitals.size() && std::ranges::equal(text.substr(0, capitals.size()), capitals, {}, upper);
}

/// Takes one line off the front, without its end.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Each message begins behind a line "From ..." at the start or after an empty one (RFC 4155).
std::vector<std::string_view> messages_of_folder(std::string_view folder) {
  std::vector<std::string_view> messages;
  auto rest = folder;
  const char* begin = nullptr;
  bool after_empty = true;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (after_empty && line.starts_with(folder_start)) {
      if (begin != nullptr) messages.emplace_back(begin, static_cast<std::size_t>(line.data() - begin));
      begin = rest.data();
    }
    after_empty = line.empty();
  }
  if (begin != nullptr) messages.emplace_back(begin, static_cast<std::size_t>(folder.data() + folder.size() - begin));
  return messages;
}

void add_certificates(BytesView octets, std::vector<Bytes>& certificates) {
  const auto file = key_file::read(octets);
  if (file.needs_password() || std::ranges::any_of(file.bags, [](const auto& bag) { return bag.kind != key_file::Bag::Kind::certificate; }))
    throw Error(Kind::bad_file, "The file holds keys, which other people's files never do. If they are your own, bring them in with "
                                "\"certferry import\".");
  for (const auto& bag : file.bags) certificates.push_back(bag.content);
}

/// The octets of a KEY property's value: base64, in version 4 of vCard behind "data:...;base64,".
std::optional<Bytes> key_in(std::string_view value) {
  constexpr std::string_view data = "DATA:", mark = ";base64,";
  if (starts_with(value, data)) {
    const auto at = value.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    value.remove_prefix(at + mark.size());
  }
  return nssbridge::from_base64(value);
}

void add_property(std::string_view line, std::vector<Bytes>& certificates) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  auto name = line.substr(0, std::min(colon, line.find(';')));
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  if (name.size() != 3 || !starts_with(name, "KEY")) return;
  const auto key = key_in(line.substr(colon + 1));
  if (!key) return;
  try {
    add_certificates(*key, certificates);
  } catch (const Error&) {
    return;  // keys of OpenPGP stand under the same name
  }
}

/// RFC 6350 section 3.2: a line that begins with a space or tab goes on with the one before.
std::vector<Bytes> certificates_of_cards(std::string_view cards) {
  std::vector<Bytes> certificates;
  std::string property;
  while (!cards.empty()) {
    auto line = take_line(cards);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (!goes_on) {
      add_property(property, certificates);
      property.clear();
    }
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    property += line;
  }
  add_property(property, certificates);
  return certificates;
}

}  // namespace

Given given_in(std::string_view file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
  if (file.starts_with(folder_start)) return {.messages = messages_of_folder(file), .certificates = {}};
  if (starts_with(file, card_start)) return {.messages = {}, .certificates = certificates_of_cards(file)};
  if (!file.starts_with(der_sequence) && !file.starts_with(armour_start)) return {.messages = {file}, .certificates = {}};
  Given given;
  add_certificates(octets_of(file), given.certificates);
  return given;
}

}  // namespace host::correspondents
