// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/given.hpp>
#include <host/mail/entity.hpp>
#include <host/mail/header.hpp>
#include <host/mail/limits.hpp>
#include <host/mail/mbox.hpp>
#include <host/mail/smime_part.hpp>

#include <nssbridge/key_file.hpp>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace host::correspondents {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Error;
using nssbridge::Kind;
namespace key_file = nssbridge::key_file;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF", card_start = "BEGIN:VCARD", armour_start = "-----BEGIN ", white_space = " \t\r\n";
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

std::vector<Bytes> certificates_in(BytesView octets) {
  std::vector<Bytes> certificates;
  const auto file = key_file::read(octets);
  if (file.needs_password() || std::ranges::any_of(file.bags, [](const auto& bag) { return bag.kind != key_file::Bag::Kind::certificate; }))
    throw Error(Kind::bad_file, "The file holds keys, which other people's files never do. If they are your own, bring them in with "
                                "\"certferry import\".");
  for (const auto& bag : file.bags) certificates.push_back(bag.content);
  return certificates;
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
    std::ranges::move(certificates_in(*key), std::back_inserter(certificates));
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

/// At the start of a line; programs write in words before it what is in there.
bool has_armour(std::string_view file) {
  for (auto at = file.find(armour_start); at != std::string_view::npos; at = file.find(armour_start, at + 1))
    if (at == 0 || file[at - 1] == '\n' || file[at - 1] == '\r') return true;
  return false;
}

/// Base64 without armour, as some programs save certificates.
std::optional<Bytes> der_in_base64(std::string_view file) {
  std::string text;
  std::ranges::copy_if(file, std::back_inserter(text), [](char c) { return white_space.find(c) == std::string_view::npos; });
  auto octets = nssbridge::from_base64(text);
  const bool is_one = octets && !octets->empty() && octets->front() == static_cast<std::uint8_t>(der_sequence);
  return is_one ? std::move(octets) : std::nullopt;
}

/// What the header of any mail has one of. "Certificate:" begins a text that openssl writes.
bool has_field_of_mail(const mail::Header& header) {
  constexpr std::string_view fields[]{"From", "To", "Cc", "Date", "Subject", "Sender", "Received", "Return-Path", "Message-ID", "MIME-Version", "Content-Type"};
  return std::ranges::any_of(fields, [&](const auto& name) { return header.first(name).has_value(); });
}

/// A header that nobody reads to its end may be a mail's: that is for who reads it to say.
bool is_message(std::string_view file) {
  try {
    return has_field_of_mail(mail::Header(mail::entity_of(file).header));
  } catch (const Error&) {
    return true;
  }
}

Error too_large() { return {Kind::too_large, "The message is larger than 20 MiB, more than mail servers take."}; }

Error nothing_of_it() {
  return {Kind::bad_file, "The file is neither a message or a folder of messages (.eml, mbox), nor certificates (.cer, .pem, .p7b, .p7s) or a vCard (.vcf)."};
}

}  // namespace

GivenFile::GivenFile(Finder& finder) : m_finder(finder) {}

void GivenFile::add(std::string_view piece) {
  if (m_folder) return m_folder->add(piece);
  if (m_too_large) return;
  m_kept.append(piece);
  if (!m_begun) begin(false);
  m_too_large = !m_folder && m_kept.size() > mail::largest_message;
  if (m_too_large) m_kept.clear();
}

void GivenFile::end() {
  if (!m_begun) begin(true);
  if (m_folder) return m_folder->end();
  if (m_too_large) return m_finder.fault(too_large());
  try {
    take_whole();
  } catch (const Error& error) {
    m_finder.fault(error);
  }
}

void GivenFile::take_whole() {
  const bool is_card = starts_with(m_kept, card_start), is_binary = mail::is_der(m_kept);
  if (!is_card && !is_binary && is_message(m_kept)) return m_finder.message(m_kept, false);
  if (is_card) return take(certificates_of_cards(m_kept));
  if (is_binary) return take_der(octets_of(m_kept));
  if (has_armour(m_kept)) return take(certificates_in(octets_of(m_kept)));
  const auto der = der_in_base64(m_kept);
  if (!der) throw nothing_of_it();
  take_der(*der);
}

void GivenFile::take_der(BytesView der) {
  const auto certificates = certificates_in(der);
  m_finder.der_file({reinterpret_cast<const char*>(der.data()), der.size()});
  take(certificates);
}

void GivenFile::take(const std::vector<Bytes>& certificates) {
  for (const auto& der : certificates) m_finder.certificate(der);
}

void GivenFile::begin(bool file_ends) {
  if (!m_past_mark && m_kept.size() < byte_order_mark.size() && !file_ends) return;
  if (!std::exchange(m_past_mark, true) && m_kept.starts_with(byte_order_mark)) m_kept.erase(0, byte_order_mark.size());
  m_kept.erase(0, m_kept.find_first_not_of(white_space));
  if (m_kept.size() < mail::folder_start.size() && !file_ends) return;
  m_begun = true;
  if (!m_kept.starts_with(mail::folder_start)) return;
  m_folder.emplace([this](std::string_view message) { m_finder.message(message, true); }, [this] { m_finder.fault(too_large()); });
  m_folder->add(std::exchange(m_kept, {}));
}

}  // namespace host::correspondents
