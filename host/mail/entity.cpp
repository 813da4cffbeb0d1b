// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
#include <host/mail/gmime.hpp>
#include <host/mail/header.hpp>
#include <host/mail/lines.hpp>

#include <algorithm>

namespace host::mail {
namespace {

// A message with more parts than this is no mail that anybody reads.
constexpr std::size_t most_parts = 256;

std::string small_letters(std::string text) {
  std::ranges::transform(text, text.begin(), g_ascii_tolower);
  return text;
}

std::string text_of(const char* text) { return text == nullptr ? std::string{} : std::string(text); }

enum class Line { other, delimiter, last };

Line kind_of(std::string_view line, std::string_view boundary) {
  line = without_line_end(line);
  if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) return Line::other;
  line.remove_prefix(2 + boundary.size());
  const bool last = line.starts_with("--");
  if (last) line.remove_prefix(2);
  return line.find_first_not_of(" \t") != std::string_view::npos ? Line::other : last ? Line::last : Line::delimiter;
}

}  // namespace

Entity entity_of(std::string_view octets) {
  auto rest = octets;
  while (!rest.empty())
    if (without_line_end(take_line(rest)).empty()) break;
  return {octets, octets.substr(0, octets.size() - rest.size()), rest};
}

ContentType content_type_of(const Entity& entity) {
  const auto field = Header(entity.header).first("Content-Type");
  if (!field) return {"text/plain", {}, {}};
  start_gmime();
  const Owned<GMimeContentType> type(g_mime_content_type_parse(nullptr, std::string(*field).c_str()));
  return {small_letters(text_of(g_mime_content_type_get_media_type(type.get())) + "/" + text_of(g_mime_content_type_get_media_subtype(type.get()))),
          text_of(g_mime_content_type_get_parameter(type.get(), "boundary")),
          small_letters(text_of(g_mime_content_type_get_parameter(type.get(), "protocol")))};
}

std::string file_name_of(const Entity& entity) {
  const Header header(entity.header);
  start_gmime();
  if (const auto field = header.first("Content-Disposition")) {
    const Owned<GMimeContentDisposition> disposition(g_mime_content_disposition_parse(nullptr, std::string(*field).c_str()));
    if (const char* name = g_mime_content_disposition_get_parameter(disposition.get(), "filename")) return small_letters(name);
  }
  const Owned<GMimeContentType> type(g_mime_content_type_parse(nullptr, std::string(header.first("Content-Type").value_or("")).c_str()));
  return small_letters(text_of(g_mime_content_type_get_parameter(type.get(), "name")));
}

std::string decoded_body(const Entity& entity) {
  const auto field = Header(entity.header).first("Content-Transfer-Encoding");
  start_gmime();
  const auto encoding = field ? g_mime_content_encoding_from_string(std::string(*field).c_str()) : GMIME_CONTENT_ENCODING_DEFAULT;
  const auto body = stream_of(entity.body);
  const Owned<GMimeDataWrapper> wrapper(g_mime_data_wrapper_new_with_stream(body.get(), encoding));
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  if (g_mime_data_wrapper_write_to_stream(wrapper.get(), memory.get()) < 0) return {};
  const GByteArray* octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(octets->data), octets->len};
}

std::vector<std::string_view> parts_of(const Entity& entity, std::string_view boundary) {
  std::vector<std::string_view> parts;
  auto rest = entity.body;
  const char* begin = nullptr;
  while (!boundary.empty() && !rest.empty() && parts.size() < most_parts) {
    const auto line = take_line(rest);
    const auto kind = kind_of(line, boundary);
    if (kind == Line::other) continue;
    if (begin != nullptr) parts.push_back(without_line_end({begin, static_cast<std::size_t>(line.data() - begin)}));
    begin = line.data() + line.size();
    if (kind == Line::last) return parts;
  }
  if (begin != nullptr && rest.empty() && parts.size() < most_parts && begin != entity.body.data() + entity.body.size())
    parts.emplace_back(begin, static_cast<std::size_t>(entity.body.data() + entity.body.size() - begin));
  return parts;
}

std::string canonical(std::string_view octets) {
  std::string text;
  text.reserve(octets.size() + static_cast<std::size_t>(std::ranges::count(octets, '\n')));
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) text += '\r';
    text += octets[i];
  }
  return text;
}

}  // namespace host::mail
