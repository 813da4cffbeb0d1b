// SPDX-License-Identifier: MPL-2.0
// prefs.js, and a change of it: the file, statements to be set, names to be removed (one a line), divided by
// "%%".
#include <host/prefs/parser.hpp>
#include <host/prefs/prefs.hpp>

#include <algorithm>

#include "support/promise.hpp"

using host::prefs::Changes;
using host::prefs::Dialect;
using host::prefs::PrefsFile;

namespace {

void check_statements(std::string_view bytes, Dialect dialect) {
  const auto parsed = host::prefs::parse_statements(bytes, dialect);
  std::size_t end = parsed.content_begin;
  for (const auto& statement : parsed.statements) {
    fuzz::promise(statement.begin >= end && statement.end > statement.begin && statement.end <= bytes.size(),
                  "statements stand one after the other");
    end = statement.end;
    const auto alone = host::prefs::parse_statements(
        bytes.substr(statement.begin, statement.end - statement.begin), dialect);
    fuzz::promise(alone.complete && alone.statements.size() == 1, "a statement is one by itself");
    fuzz::promise(alone.statements[0].name == statement.name && alone.statements[0].value == statement.value,
                  "a statement says the same by itself");
  }
}

Changes changes_of(std::string_view set, std::string_view removed) {
  Changes changes;
  while (!removed.empty()) {
    const auto end = std::min(removed.find('\n'), removed.size());
    changes[std::string(removed.substr(0, end))] = std::nullopt;
    removed.remove_prefix(std::min(end + 1, removed.size()));
  }
  const auto wanted = PrefsFile::parse(std::string(set));
  for (const auto& name : wanted.names()) changes[name] = wanted.get(name);
  return changes;
}

/// All bytes that belong to no statement about one of `changes`, line breaks aside.
std::string rest_of(std::string_view bytes, const Changes& changes) {
  std::string rest;
  std::size_t copied = 0;
  for (const auto& statement : host::prefs::parse_statements(bytes, Dialect::user).statements) {
    if (!changes.contains(statement.name)) continue;
    rest += bytes.substr(copied, statement.begin - copied);
    copied = statement.end;
  }
  rest += bytes.substr(copied);
  std::erase_if(rest, [](char c) { return c == '\n' || c == '\r'; });
  return rest;
}

void check_change(const PrefsFile& before, const Changes& changes) {
  PrefsFile changed = before;
  changed.change(changes);
  const auto after = PrefsFile::parse(changed.bytes());
  for (const auto& [name, value] : changes)
    fuzz::promise(after.get(name) == value, "what was wanted is read again");
  for (const auto& name : before.names())
    if (!changes.contains(name))
      fuzz::promise(after.get(name) == before.get(name), "no other preference changes");
  for (const auto& name : after.names())
    fuzz::promise(changes.contains(name) || before.get(name).has_value(), "no preference appears");
  fuzz::promise(rest_of(before.bytes(), changes) == rest_of(changed.bytes(), changes),
                "no other byte changes");
  changed.change(changes);
  fuzz::promise(PrefsFile::parse(changed.bytes()).names() == after.names(),
                "the same change again changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [bytes, set, removed] = fuzz::parts_of<3>(fuzz::text_of(data, size));
  check_statements(bytes, Dialect::user);
  check_statements(bytes, Dialect::defaults);
  const auto before = PrefsFile::parse(std::string(bytes));
  fuzz::promise(before.bytes() == bytes, "reading changes nothing");
  const auto changes = changes_of(set, removed);
  fuzz::unless_refused([&] {
    check_change(before, changes);
    return true;
  });
  return 0;
}
