// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/given.hpp>
#include <host/mail/limits.hpp>

#include <nssbridge/key_file.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace host::correspondents {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Error;
using nssbridge::Kind;
namespace key_file = nssbridge::key_file;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF", folder_start = "From ", card_start = "BEGIN:VCARD", armour_start = "-----BEGIN ";
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

bool is_message(std::string_view file) {
  return !starts_with(file, card_start) && !file.starts_with(der_sequence) && !file.starts_with(armour_start);
}

std::vector<Bytes> certificates_of(std::string_view file) {
  if (starts_with(file, card_start)) return certificates_of_cards(file);
  std::vector<Bytes> certificates;
  add_certificates(octets_of(file), certificates);
  return certificates;
}

Error too_large() { return {Kind::too_large, "The message is larger than 20 MiB, more than mail servers take."}; }

}  // namespace

GivenFile::GivenFile(Finder& finder) : m_finder(finder) {}

void GivenFile::add(std::string_view piece) {
  if (m_folder) return m_folder->add(piece);
  if (m_too_large) return;
  m_kept.append(piece);
  if (!m_begun && m_kept.size() >= byte_order_mark.size() + folder_start.size()) begin();
  m_too_large = !m_folder && m_kept.size() > mail::largest_message;
  if (m_too_large) m_kept.clear();
}

void GivenFile::end() {
  if (!m_begun) begin();
  if (m_folder) return m_folder->end();
  if (m_too_large) return m_finder.fault(too_large());
  if (is_message(m_kept)) return m_finder.message(m_kept);
  std::vector<Bytes> certificates;
  try {
    certificates = certificates_of(m_kept);
  } catch (const Error& error) {
    return m_finder.fault(error);
  }
  if (m_kept.starts_with(der_sequence)) m_finder.der_file(m_kept);
  for (const auto& der : certificates) m_finder.certificate(der);
}

void GivenFile::begin() {
  m_begun = true;
  if (m_kept.starts_with(byte_order_mark)) m_kept.erase(0, byte_order_mark.size());
  if (!m_kept.starts_with(folder_start)) return;
  m_folder.emplace([this](std::string_view message) { m_finder.message(message); }, [this] { m_finder.fault(too_large()); });
  m_folder->add(std::exchange(m_kept, {}));
}

}  // namespace host::correspondents
