// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/builtin_roots.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>
#include <map>
#include <mutex>

extern "C" {
extern const char certferry_builtin_roots[];
extern const char certferry_builtin_roots_end[];
}

namespace nssbridge {
namespace {

[[noreturn]] void refuse_data() {
  throw Error(Kind::internal,
              "The list of built-in roots inside this program is damaged. Install the program again.");
}

template <typename T>
T required(std::optional<T> value) {
  if (!value) refuse_data();
  return *std::move(value);
}

/// One root as the text has it. Its certificate is decoded when somebody asks for it.
struct Entry {
  Fingerprint fingerprint;
  Bytes subject;
  std::string base64;
  BuiltinRoot root;
  bool decoded = false;
};

class Lines {
 public:
  explicit Lines(std::string_view text) : m_rest(text) {}
  std::optional<std::string_view> next() {
    if (m_rest.empty()) return std::nullopt;
    const auto end = std::min(m_rest.find('\n'), m_rest.size());
    const auto line = m_rest.substr(0, end);
    m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
    return line;
  }

 private:
  std::string_view m_rest;
};

std::string certificate_text(Lines& lines) {
  std::string text;
  for (auto line = lines.next(); line && !line->starts_with("-----"); line = lines.next()) text += *line;
  return text;
}

class Roots {
 public:
  Roots();
  std::string_view application() const { return m_application; }
  std::vector<const BuiltinRoot*> with_subject(BytesView subject);
  const BuiltinRoot* find(const Fingerprint& fingerprint);
  const std::vector<BuiltinRoot>& all();

 private:
  void read_line(std::string_view line, Lines& lines);
  void index();
  const BuiltinRoot& decoded(Entry& entry);

  std::string_view m_application;
  std::vector<Entry> m_entries;
  std::multimap<Bytes, std::size_t> m_by_subject;
  std::map<Fingerprint, std::size_t> m_by_fingerprint;
  std::vector<BuiltinRoot> m_all;
  std::mutex m_mutex;  ///< of what is decoded on demand
};

Roots::Roots() {
  Lines lines({certferry_builtin_roots,
               static_cast<std::size_t>(certferry_builtin_roots_end - certferry_builtin_roots)});
  while (const auto line = lines.next()) read_line(*line, lines);
  if (m_application.empty() || m_entries.empty()) refuse_data();
  index();
}

void Roots::read_line(std::string_view line, Lines& lines) {
  if (line.empty() || line.starts_with('#')) return;
  if (line == "-----BEGIN CERTIFICATE-----") {
    if (m_entries.empty()) refuse_data();
    m_entries.back().base64 = certificate_text(lines);
    return;
  }
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) refuse_data();
  const auto name = line.substr(0, colon), value = line.substr(colon + 2);
  if (name == "Application") {
    m_application = value;
  } else if (name == "Fingerprint") {
    m_entries.emplace_back().fingerprint = required(Fingerprint::parse(value));
  } else if (m_entries.empty()) {
    refuse_data();
  } else if (name == "Subject") {
    m_entries.back().subject = required(from_base64(value));
  } else if (name == "Email") {
    m_entries.back().root.email_trusted = value == "trusted";
  } else if (name == "Web") {
    m_entries.back().root.web_trusted = value == "trusted";
  } else if (name == "Email-Distrust-After") {
    m_entries.back().root.email_distrust_after = required(from_rfc3339(value));
  }
}

void Roots::index() {
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    m_by_subject.emplace(m_entries[i].subject, i);
    m_by_fingerprint.emplace(m_entries[i].fingerprint, i);
  }
}

const BuiltinRoot& Roots::decoded(Entry& entry) {
  if (!entry.decoded) {
    entry.root.certificate = decode_certificate(required(from_base64(entry.base64)));
    if (entry.root.certificate.fingerprint != entry.fingerprint) refuse_data();
    entry.decoded = true;
  }
  return entry.root;
}

std::vector<const BuiltinRoot*> Roots::with_subject(BytesView subject) {
  const std::lock_guard lock(m_mutex);
  std::vector<const BuiltinRoot*> found;
  const auto [begin, end] = m_by_subject.equal_range(Bytes(subject.begin(), subject.end()));
  for (auto each = begin; each != end; ++each) found.push_back(&decoded(m_entries[each->second]));
  return found;
}

const BuiltinRoot* Roots::find(const Fingerprint& fingerprint) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_by_fingerprint.find(fingerprint);
  return found == m_by_fingerprint.end() ? nullptr : &decoded(m_entries[found->second]);
}

const std::vector<BuiltinRoot>& Roots::all() {
  const std::lock_guard lock(m_mutex);
  if (m_all.empty())
    for (auto& entry : m_entries) m_all.push_back(decoded(entry));
  return m_all;
}

Roots& roots() {
  static Roots loaded;
  return loaded;
}

}  // namespace

std::string_view builtin_roots_version() {
  return roots().application();
}

std::vector<const BuiltinRoot*> builtin_roots_for(BytesView subject_der) {
  return roots().with_subject(subject_der);
}

const BuiltinRoot* find_builtin_root(const Fingerprint& fingerprint) {
  return roots().find(fingerprint);
}

const std::vector<BuiltinRoot>& builtin_roots() {
  return roots().all();
}

}  // namespace nssbridge
