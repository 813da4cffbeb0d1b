// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/prefs.hpp>

#include <host/prefs/parser.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::prefs {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

std::string value_text(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<int>(&value)) return std::to_string(*number);
  return as_mozilla_writes(std::get<std::string>(value));
}

std::string statement_text(std::string_view name, const Value& value) {
  return "user_pref(" + as_mozilla_writes(name) + ", " + value_text(value) + ");";
}

void require_no_nul(std::string_view name, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (name.find('\0') != std::string_view::npos || (text != nullptr && text->find('\0') != std::string::npos))
    throw Error(Kind::invalid_request, "A preference cannot hold a NUL byte, so it was not written.");
}

}  // namespace

PrefsFile PrefsFile::parse(std::string bytes) {
  PrefsFile file;
  auto parsed = parse_statements(bytes, Dialect::user);
  file.m_bytes = std::move(bytes);
  file.m_complete = parsed.complete;
  file.m_content_begin = parsed.content_begin;
  if (!parsed.statements.empty()) file.m_statements_end = parsed.statements.back().end;
  for (auto& statement : parsed.statements) {
    auto& entry = file.m_entries[statement.name];
    if (statement.user || !entry.user) entry.value = std::move(statement.value);
    entry.user = entry.user || statement.user;
    entry.spans.push_back({statement.begin, statement.end});
  }
  return file;
}

std::optional<Value> PrefsFile::get(std::string_view name) const {
  auto found = m_entries.find(name);
  if (found == m_entries.end()) return std::nullopt;
  return found->second.value;
}

std::optional<std::string> PrefsFile::text(std::string_view name) const {
  auto value = get(name);
  if (!value || !std::holds_alternative<std::string>(*value)) return std::nullopt;
  return std::get<std::string>(*value);
}

std::optional<bool> PrefsFile::boolean(std::string_view name) const {
  auto value = get(name);
  if (!value || !std::holds_alternative<bool>(*value)) return std::nullopt;
  return std::get<bool>(*value);
}

std::optional<int> PrefsFile::integer(std::string_view name) const {
  auto value = get(name);
  if (!value || !std::holds_alternative<int>(*value)) return std::nullopt;
  return std::get<int>(*value);
}

std::vector<std::string> PrefsFile::names() const {
  std::vector<std::string> all;
  for (const auto& [name, entry] : m_entries) all.push_back(name);
  return all;
}

void PrefsFile::set(std::string_view name, const Value& value) {
  change({{std::string(name), value}});
}

void PrefsFile::remove(std::string_view name) {
  change({{std::string(name), std::nullopt}});
}

void PrefsFile::change(const Changes& changes) {
  std::vector<Edit> edits;
  std::string added;
  for (const auto& [name, value] : changes) {
    if (value) require_no_nul(name, *value);
    const auto statement = value ? statement_text(name, *value) : std::string();
    if (const auto found = m_entries.find(name); found != m_entries.end())
      add_edits(edits, found->second, statement);
    else if (value)
      added += statement + '\n';
  }
  if (!edits.empty()) *this = parse(edited(std::move(edits)));
  if (!added.empty()) *this = parse(with_added(added));
}

/// The last statement becomes `statement`, or goes if that is empty; those before it go.
void PrefsFile::add_edits(std::vector<Edit>& edits, const Entry& entry, const std::string& statement) const {
  for (const auto& span : entry.spans) {
    const bool last = &span == &entry.spans.back();
    if (last && !statement.empty())
      edits.push_back({span, statement});
    else
      edits.push_back({with_line_break(span), {}});
  }
}

/// The line break belongs to a statement that has its line to itself.
PrefsFile::Span PrefsFile::with_line_break(Span span) const {
  const bool starts_line =
      span.begin == 0 || m_bytes[span.begin - 1] == '\n' || m_bytes[span.begin - 1] == '\r';
  if (!starts_line) return span;
  if (m_bytes.compare(span.end, 2, "\r\n") == 0) return {span.begin, span.end + 2};
  if (span.end < m_bytes.size() && (m_bytes[span.end] == '\n' || m_bytes[span.end] == '\r')) ++span.end;
  return span;
}

std::string PrefsFile::edited(std::vector<Edit> edits) const {
  std::ranges::sort(edits, {}, [](const Edit& edit) { return edit.span.begin; });
  std::string result;
  std::size_t copied = 0;
  for (const auto& edit : edits) {
    result.append(m_bytes, copied, edit.span.begin - copied);
    result += edit.text;
    copied = edit.span.end;
  }
  result.append(m_bytes, copied);
  // What stood behind an error would count if the mark that is this error came to the beginning.
  if (m_content_begin == 0 && result.starts_with(byte_order_mark)) result.insert(0, 1, '\n');
  return result;
}

/// At the end, or where Mozilla would not read that, behind the last statement.
std::string PrefsFile::with_added(const std::string& lines) const {
  std::string result = m_bytes;
  if (!m_complete && m_entries.empty()) return result.insert(m_content_begin, lines);
  if (!m_complete) return result.insert(m_statements_end, '\n' + lines.substr(0, lines.size() - 1));
  if (!result.empty() && result.back() != '\n' && result.back() != '\r') result.push_back('\n');
  return result + lines;
}

const std::string& PrefsFile::bytes() const {
  return m_bytes;
}

}  // namespace host::prefs
