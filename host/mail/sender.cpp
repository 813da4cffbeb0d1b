// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
#include <host/mail/gmime.hpp>
#include <host/mail/header.hpp>
#include <host/mail/sender.hpp>
#include <host/mail/shown_address.hpp>

#include <algorithm>

namespace host::mail {
namespace {

/// The ends of lines within a field belong to its folds.
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F; }

std::optional<nssbridge::Time> date_in(const Header& header) {
  const auto field = header.first("Date");
  if (!field) return std::nullopt;
  GDateTime* date = g_mime_utils_header_decode_date(std::string(*field).c_str());
  if (date == nullptr) return std::nullopt;
  const auto time = g_date_time_to_unix(date);
  g_date_time_unref(date);
  return time;
}

/// "bob"@example.test is bob@example.test (RFC 5321 section 4.1.2): the quotes matter only around what would end the name.
std::string without_needless_quotes(std::string address) {
  const auto end = address.find('"', 1);
  if (!address.starts_with('"') || end == std::string::npos || end == 1 || address.compare(end + 1, 1, "@") != 0) return address;
  const auto is_plain = [](char c) { return g_ascii_isalnum(c) || std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos; };
  if (!std::all_of(address.begin() + 1, address.begin() + static_cast<std::ptrdiff_t>(end), is_plain)) return address;
  return address.erase(end, 1).erase(0, 1);
}

}  // namespace

Sender sender_of(std::string_view message) {
  start_gmime();
  const Header header(entity_of(message).header);
  const auto fields = header.all("From");
  Sender sender{.address = {}, .doubtful = true, .date = date_in(header)};
  if (fields.size() != 1) return sender;
  const Owned<InternetAddressList> list(internet_address_list_parse(nullptr, std::string(fields.front()).c_str()));
  if (!list || internet_address_list_length(list.get()) != 1) return sender;
  InternetAddress* only = internet_address_list_get_address(list.get(), 0);
  if (!INTERNET_ADDRESS_IS_MAILBOX(only)) return sender;
  const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(only));
  const char* name = internet_address_get_name(only);
  sender.address = without_needless_quotes(address == nullptr ? "" : address);
  sender.doubtful = std::ranges::any_of(fields.front(), is_control) || shows_another_address(name == nullptr ? "" : name, *sender.address);
  return sender;
}

}  // namespace host::mail
