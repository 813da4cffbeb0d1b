// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
#include <host/mail/gmime.hpp>
#include <host/mail/sender.hpp>

#include <nssbridge/verdict.hpp>

#include <algorithm>

namespace host::mail {
namespace {

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F; }

int from_fields(GMimeMessage* message) {
  GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  int found = 0;
  for (int i = 0; i < g_mime_header_list_get_count(headers); ++i)
    if (g_ascii_strcasecmp(g_mime_header_get_name(g_mime_header_list_get_header_at(headers, i)), "From") == 0) ++found;
  return found;
}

/// "alice@example.test" <mallory@example.test> shows the one and is from the other.
bool shows_another_address(const char* name, std::string_view address) {
  const std::string_view shown = name == nullptr ? "" : name;
  return shown.find('@') != std::string_view::npos && !nssbridge::same_address(shown, address);
}

}  // namespace

Sender sender_of(std::string_view message) {
  const auto header = entity_of(message).header;
  const auto parser = parser_of(header);
  const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
  Sender sender{.address = {}, .doubtful = std::ranges::any_of(header, is_control), .date = {}};
  if (!parsed) return sender;
  if (GDateTime* date = g_mime_message_get_date(parsed.get())) sender.date = g_date_time_to_unix(date);
  InternetAddressList* list = g_mime_message_get_from(parsed.get());
  const bool single = from_fields(parsed.get()) == 1 && list != nullptr && internet_address_list_length(list) == 1;
  InternetAddress* first = single ? internet_address_list_get_address(list, 0) : nullptr;
  if (first == nullptr || !INTERNET_ADDRESS_IS_MAILBOX(first)) {
    sender.doubtful = true;
    return sender;
  }
  const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
  sender.address = address == nullptr ? "" : address;
  sender.doubtful = sender.doubtful || shows_another_address(internet_address_get_name(first), *sender.address);
  return sender;
}

}  // namespace host::mail
