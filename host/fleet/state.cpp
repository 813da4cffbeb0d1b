// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/fleet/state.hpp>
#include <host/fleet/state_tables.hpp>
#include <host/protocol/members.hpp>
#include <host/report/correspondents.hpp>

#include <algorithm>
#include <array>

namespace host::fleet {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

constexpr std::array<std::string_view, 7> state_names{"clean", "findings", "unreachable", "failed", "rejected", "stale", "missing"};

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string digest_of(const json& value) { return nssbridge::to_hex(digest::sha256(text_of(value))); }

/// What is the same of a certificate wherever it lies.
json facts_of(const json& certificate) {
  json facts = json::object();
  for (const char* name : {"fingerprint", "subject", "issuer", "serial", "notBefore", "notAfter", "emails", "key", "isAuthority"})
    if (certificate.contains(name)) facts[name] = certificate[name];
  return facts;
}

/// A profile without its findings, and of its certificates those that say something of its people, and those that findings are about; all others are in
/// the one list of the fleet.
json with_needed_certificates(json profile) {
  std::set<std::string> about, addresses;
  for (const json& finding : list_member(profile, "findings")) about.insert(text_member(finding, "certificate"));
  for (const json& identity : list_member(profile, "identities")) {
    addresses.insert(text_member(identity, "email"));
    for (const char* purpose : {"signing", "encryption"}) about.insert(text_member(member(identity, purpose), "fingerprint"));
  }
  const auto is_needed = [&](const json& certificate) {
    if (about.contains(text_member(certificate, "fingerprint"))) return true;
    if (member(certificate, "isAuthority") == true) return false;
    if (member(certificate, "hasPrivateKey") != false) return true;
    for (const json& address : list_member(certificate, "emails"))
      if (addresses.contains(address.get<std::string>())) return true;
    return false;
  };
  json needed = json::array();
  for (json& certificate : profile["certificates"])
    if (is_needed(certificate)) needed.push_back(std::move(certificate));
  profile["certificates"] = std::move(needed);
  profile.erase("findings");
  return profile;
}

HostState state_named(std::string_view name) { return static_cast<HostState>(std::ranges::find(state_names, name) - state_names.begin()); }

}  // namespace

std::string_view name_of(HostState state) { return state_names.at(static_cast<std::size_t>(state)); }

State::State(const std::optional<std::filesystem::path>& file)
    : m_database(file, state_tables::application, state_tables::version, state_tables::schema) {
  m_database.run("BEGIN IMMEDIATE; DELETE FROM finding WHERE gone IS NOT NULL; UPDATE host SET seen = 0");
  auto last = m_database.prepare("SELECT time, pass FROM run ORDER BY pass DESC LIMIT 1");
  if (last.step()) {
    m_last_merge = last.number(0);
    m_first_pass = last.number(1) + 1;
  }
  m_pass = m_first_pass;
}

void State::merge(const std::string& host, const std::function<Result(const ResultParts& parts)>& read) {
  const Known before = known(host);
  ++m_pass;
  m_database.run("SAVEPOINT file");
  try {
    forget_report(before.id);
    const Result result = read({[&](json&& profile) { add_profile(before.id, std::move(profile)); },
                                [&](json&& across) { add_findings(before.id, across); }});
    const bool older = before.audited && result.collected < *before.audited;
    if (result.kind == Result::Kind::audited && !older) {
      const Word word = replace(before, result);
      m_database.run("RELEASE file");
      return say(before, word);
    }
    m_database.run("ROLLBACK TO file; RELEASE file");
    if (older) return say(before, {HostState::stale, "The file is older than the report that was merged before.", result.collected});
    say(before, {result.kind == Result::Kind::failed ? HostState::failed : HostState::unreachable, result.message, result.collected});
  } catch (const Rejected& rejected) {
    m_database.run("ROLLBACK TO file; RELEASE file");
    say(before, {HostState::rejected, rejected.message(), 0});
  }
}

State::Known State::known(const std::string& host) {
  m_database.prepare("INSERT INTO host (name, seen) VALUES (?, 0) ON CONFLICT DO NOTHING").run(host);
  auto row = m_database.prepare("SELECT id, audited, redaction, seen, state, message, collected FROM host WHERE name = ?");
  row.with(host).step();
  Known known{.id = row.number(0), .audited = {}, .redaction = std::string(row.text(2)), .said = {}};
  if (row.number(1) != 0) known.audited = row.number(1);
  if (row.number(3) != 0) known.said = Word{state_named(row.text(4)), std::string(row.text(5)), row.number(6)};
  return known;
}

void State::forget_report(std::int64_t host) {
  m_database.prepare("DELETE FROM profile WHERE host = ?").run(host);
  m_database.prepare("DELETE FROM holding WHERE host = ?").run(host);
}

void State::add_profile(std::int64_t host, json&& profile) {
  add_findings(host, profile);
  add_certificates(host, profile);
  const json kept = with_needed_certificates(std::move(profile));
  const std::string document = text_of(kept);
  m_database.prepare("INSERT INTO profile (host, user, name, content, document) VALUES (?, ?, ?, ?, ?)")
      .run(host, text_member(kept, "user"), text_member(kept, "id"), nssbridge::to_hex(digest::sha256(document)), document);
}

void State::add_findings(std::int64_t host, const json& owner) {
  auto add = m_database.prepare(
      "INSERT INTO finding (host, user, key, profile, severity, redacted, first, last, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8) "
      "ON CONFLICT DO UPDATE SET profile = ?4, severity = ?5, redacted = ?6, last = ?7, gone = NULL, document = ?8");
  const std::string user = text_member(owner, "user"), profile = text_member(owner, "id");
  for (const json& finding : list_member(owner, "findings"))
    add.run(host, user, text_member(finding, "key"), profile, text_member(finding, "severity"), member(finding, "redacted") == true, m_pass,
            text_of(finding));
}

void State::add_certificates(std::int64_t host, const json& profile) {
  auto add = m_database.prepare("INSERT INTO certificate (digest, fingerprint, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  auto hold = m_database.prepare(
      "INSERT INTO holding (certificate, host, own) SELECT id, ?2, ?3 FROM certificate WHERE digest = ?1 "
      "ON CONFLICT DO UPDATE SET own = max(own, ?3)");
  const report::Correspondents correspondents(profile);
  for (const json& certificate : list_member(profile, "certificates")) {
    const json facts = facts_of(certificate);
    const std::string digest = digest_of(facts), fingerprint = text_member(certificate, "fingerprint");
    add.run(digest, fingerprint, text_of(facts));
    hold.run(digest, host, correspondents.is_own(fingerprint));
  }
}

State::Word State::replace(const Known& host, const Result& result) {
  if (host.redaction != result.redaction) {  // names made with one key say nothing about those made with another
    m_database.prepare("UPDATE finding SET incomparable = ?1 WHERE host = ?2 AND last = ?1 AND first = ?1 AND redacted").run(m_pass, host.id);
    m_database.prepare("DELETE FROM finding WHERE host = ? AND last < ? AND redacted").run(host.id, m_pass);
  }
  m_database.prepare("DELETE FROM finding WHERE host = ? AND last < ? AND first >= ?").run(host.id, m_pass, m_first_pass);
  m_database.prepare("UPDATE finding SET gone = ?1 WHERE host = ?2 AND last < ?1 AND gone IS NULL").run(m_pass, host.id);
  give_each_finding_a_profile(host.id);
  m_database.prepare("UPDATE host SET audited = ?, redaction = ?, version = ?, nss = ?, places = ? WHERE id = ?")
      .run(result.collected, result.redaction, result.version, result.nss, text_of(result.unreachable), host.id);
  auto bad = m_database.prepare("SELECT 1 FROM finding WHERE host = ? AND gone IS NULL AND severity IN ('error', 'warning') LIMIT 1");
  const bool clean = !bad.with(host.id).step() && result.unreachable.empty();
  return {clean ? HostState::clean : HostState::findings, result.unreachable.empty() ? "" : "Not everything on it could be looked at.",
          result.collected};
}

void State::give_each_finding_a_profile(std::int64_t host) {
  auto orphans = m_database.prepare(
      "SELECT DISTINCT user, profile FROM finding f WHERE host = ?1 AND gone IS NULL AND NOT EXISTS "
      "(SELECT 1 FROM profile p WHERE p.host = ?1 AND p.user = f.user AND p.name = f.profile)");
  std::vector<json> found;
  for (orphans.with(host); orphans.step();)
    found.push_back({{"id", orphans.text(1)}, {"user", orphans.text(0)}, {"identities", json::array()}, {"certificates", json::array()}});
  for (json& each : found) add_profile(host, std::move(each));
}

void State::say(const Known& host, const Word& word) {
  if (host.said && !outweighs(word, *host.said)) return;
  m_database.prepare("UPDATE host SET state = ?, message = ?, collected = ?, seen = 1 WHERE id = ?")
      .run(name_of(word.state), word.message, word.collected, host.id);
}

/// Of two words of one moment the worse one does, and of two reports the second, which is known then.
bool State::outweighs(const Word& word, const Word& said) {
  if (word.state == HostState::rejected || said.state == HostState::rejected) return word.state == HostState::rejected;
  if (word.collected != said.collected) return word.collected > said.collected;
  return said.state <= HostState::findings || word.state >= said.state;
}

void State::complete(const std::optional<std::set<std::string>>& expected) {
  auto add = m_database.prepare("INSERT INTO host (name, seen) VALUES (?, 0) ON CONFLICT DO NOTHING");
  if (expected) {
    forget_hosts_but(*expected);
    for (const auto& name : *expected) add.run(name);
  }
  m_database.prepare("UPDATE host SET state = ?, message = '', collected = 0 WHERE seen = 0").run(name_of(HostState::missing));
}

void State::forget_hosts_but(const std::set<std::string>& expected) {
  auto rows = m_database.prepare("SELECT id, name FROM host WHERE seen = 0");
  std::vector<std::int64_t> forgotten;
  while (rows.step())
    if (!expected.contains(std::string(rows.text(1)))) forgotten.push_back(rows.number(0));
  for (const auto host : forgotten) {
    forget_report(host);
    m_database.prepare("DELETE FROM finding WHERE host = ?").run(host);
    m_database.prepare("DELETE FROM host WHERE id = ?").run(host);
  }
}

void State::age(nssbridge::Time oldest) {
  m_database.prepare("UPDATE host SET state = ?1, message = ?2 WHERE audited < ?3 AND state IN ('clean', 'findings')")
      .run(name_of(HostState::stale), "The audit is older than is asked for.", oldest);
}

void State::commit(nssbridge::Time now) {
  m_database.prepare("INSERT INTO run (pass, time) VALUES (?, ?)").run(m_pass + 1, now);
  m_database.run("DELETE FROM certificate WHERE id NOT IN (SELECT certificate FROM holding); COMMIT");
}

}  // namespace host::fleet
