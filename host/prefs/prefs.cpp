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

}  // namespace

PrefsFile PrefsFile::parse(std::string bytes) {
  PrefsFile file;
  file.m_bytes = std::move(bytes);
  for (auto& statement : parse_statements(file.m_bytes))
    if (statement.function == "user_pref" || statement.function == "pref" || statement.function == "sticky_pref") {
      auto& entry = file.m_entries[statement.name];
      entry.value = std::move(statement.value);
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
  const auto* text_value = std::get_if<std::string>(&value);
  if (name.find('\0') != std::string_view::npos ||
      (text_value != nullptr && text_value->find('\0') != std::string::npos))
    throw Error(Kind::invalid_request, "A preference cannot hold a NUL byte, so it was not written.");
  const auto found = m_entries.find(name);
  const auto spans = found == m_entries.end() ? std::vector<Span>{} : found->second.spans;
  std::string bytes = m_bytes;
  if (spans.empty()) {
    if (!bytes.empty() && bytes.back() != '\n') bytes.push_back('\n');
    bytes += statement_text(name, value) + '\n';
  } else {
    bytes.replace(spans.back().begin, spans.back().end - spans.back().begin, statement_text(name, value));
    erase_spans(bytes, {spans.begin(), spans.end() - 1});
  }
  *this = parse(std::move(bytes));
}

void PrefsFile::remove(std::string_view name) {
  const auto found = m_entries.find(name);
  if (found == m_entries.end()) return;
  std::string bytes = m_bytes;
  erase_spans(bytes, found->second.spans);
  *this = parse(std::move(bytes));
}

/// From the last to the first, each with its line break where nothing else stands on the line.
void PrefsFile::erase_spans(std::string& bytes, const std::vector<Span>& spans) {
  for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
    std::size_t end = span->end;
    const bool starts_line = span->begin == 0 || bytes[span->begin - 1] == '\n';
    if (starts_line && end < bytes.size() && bytes[end] == '\r') ++end;
    if (starts_line && end < bytes.size() && bytes[end] == '\n') ++end;
    bytes.erase(span->begin, end - span->begin);
  }
}

const std::string& PrefsFile::bytes() const { return m_bytes; }

}  // namespace host::prefs
