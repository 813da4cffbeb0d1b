// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/certificate_in.hpp>
#include <host/report/counts.hpp>
#include <host/report/people.hpp>

#include <algorithm>
#include <cctype>
#include <set>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

constexpr std::size_t most_steps = 3;

std::string folded(std::string address) {
  std::ranges::transform(address, address.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return address;
}

std::vector<std::string> texts_in(const json& list) {
  std::vector<std::string> texts;
  for (const json& each : list)
    if (each.is_string()) texts.push_back(each);
  return texts;
}

bool has_address(const json& certificate, const std::string& address) {
  return std::ranges::any_of(texts_in(list_member(certificate, "emails")), [&](const auto& each) { return folded(each) == address; });
}

void keep_later(std::string& time, const std::string& other) { time = std::max(time, other); }

void add_step(std::vector<std::string>& steps, const std::string& step) {
  if (!step.empty() && steps.size() < most_steps && std::ranges::find(steps, step) == steps.end()) steps.push_back(step);
}

/// Does what the finding rests on name one of the addresses?
bool names_one(const json& evidence, const std::set<std::string>& addresses) {
  if (!evidence.is_object()) return false;
  const auto is_one = [&](const json& value) { return value.is_string() && addresses.contains(folded(value)); };
  return std::ranges::any_of(evidence, [&](const json& value) { return value.is_array() ? std::ranges::any_of(value, is_one) : is_one(value); });
}

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

}  // namespace

/// What one profile has of one address.
struct People::Place {
  const json& profile;
  std::string address;
  std::vector<json> identities, certificates;
};

void People::add(const json& profile, const std::string& host) {
  // Each address of an identity, or of a certificate with a key.
  std::map<std::string, std::vector<json>> addresses;
  for (const json& identity : list_member(profile, "identities"))
    if (const auto address = folded(text_member(identity, "email")); !address.empty()) addresses[address].push_back(identity);
  for (const json& certificate : list_member(profile, "certificates"))
    if (member(certificate, "hasPrivateKey") == true)
      for (const auto& address : texts_in(list_member(certificate, "emails"))) addresses[folded(address)];
  addresses.erase("");
  auto hosts = texts_in(list_member(profile, "hosts"));
  if (hosts.empty() && !host.empty()) hosts.push_back(host);
  for (auto& [address, identities] : addresses) {
    std::set<std::string> selected;
    for (const json& identity : identities)
      for (const char* purpose : {"signing", "encryption"}) selected.insert(text_member(member(identity, purpose), "fingerprint"));
    Place place{profile, address, std::move(identities), {}};
    for (const json& certificate : list_member(profile, "certificates"))
      if (member(certificate, "isAuthority") != true &&
          (has_address(certificate, address) || selected.contains(text_member(certificate, "fingerprint"))))
        place.certificates.push_back(certificate);
    add_place(m_sums[{address, text_member(profile, "user"), hosts}], place);
  }
}

std::string People::usable_until(const json& certificate, const json& verdict) const {
  const std::string until = text_member(certificate, "notAfter");
  return member(verdict, "ok") == true || until < m_at ? until : std::string();
}

void People::add_place(Sum& sum, const Place& place) const {
  sum.writes = sum.writes || !place.identities.empty();
  for (const json& identity : place.identities)
    for (const auto& [purpose, until] : {std::pair{"signing", &sum.sign.selected}, std::pair{"encryption", &sum.encrypt.selected}}) {
      const json& selection = member(identity, purpose);
      keep_later(*until, usable_until(certificate_in(place.profile, text_member(selection, "fingerprint")), member(selection, "verdict")));
    }
  for (const json& certificate : place.certificates) {
    keep_later(sum.sign.held, usable_until(certificate, member(certificate, "canSign")));
    keep_later(sum.encrypt.held, usable_until(certificate, member(certificate, "canEncrypt")));
    const json& key = member(certificate, "hasPrivateKey");
    sum.unknown_key = sum.unknown_key || key.is_null();
    sum.with_key += key == true ? 1 : 0;
  }
  sum.certificates += place.certificates.size();
  for (const json& word : list_member(place.profile, "unknown")) sum.unknown_key = sum.unknown_key || word == "private-keys";
  add_findings(sum, place);
}

/// What concerns this address: by identity, by certificate, or by an address in what the finding rests on.
void People::add_findings(Sum& sum, const Place& place) const {
  std::set<std::string> ids, fingerprints, addresses;
  for (const json& identity : place.identities) {
    ids.insert(text_member(identity, "id"));
    addresses.insert(place.address);
  }
  for (const json& certificate : place.certificates) {
    fingerprints.insert(text_member(certificate, "fingerprint"));
    for (const auto& address : texts_in(list_member(certificate, "emails"))) addresses.insert(folded(address));
  }
  for (const json& finding : list_member(place.profile, "findings")) {
    const std::string identity = text_member(finding, "identity"), certificate = text_member(finding, "certificate");
    const bool is_about = !identity.empty() ? ids.contains(identity)
                                            : fingerprints.contains(certificate) || names_one(member(finding, "evidence"), addresses);
    if (!is_about) continue;
    const std::string rule = text_member(finding, "rule");
    sum.lacks_key = sum.lacks_key || rule == "KEY-MISSING-FOR-OLD-MAIL" || rule == "ID-CERT-NO-KEY";
    const auto severity = static_cast<std::size_t>(std::ranges::find(severities, text_member(finding, "severity")) - severities.begin());
    sum.worst = std::min(sum.worst, severity);
    if (severity < sum.steps.size()) add_step(sum.steps[severity], text_member(member(finding, "fix"), "text"));
  }
}

Person People::person(const Name& name, const Sum& sum) const {
  Person person;
  std::tie(person.address, person.user, person.hosts) = name;
  person.sign_until = sum.writes ? sum.sign.selected : sum.sign.held;
  person.encrypt_until = sum.writes ? sum.encrypt.selected : sum.encrypt.held;
  for (const auto& steps : sum.steps)
    for (const auto& step : steps) add_step(person.steps, step);
  if (!sum.writes && sum.certificates > 0) add_step(person.steps, "Move it to Thunderbird, where it is used: certferry migrate");
  if (person.steps.empty() && (person.sign_until < m_at || person.encrypt_until < m_at)) add_step(person.steps, "See why with: certferry explain");
  // Mail that was encrypted to a certificate needs its key.
  if (sum.lacks_key)
    person.old_mail = "no";
  else if (sum.unknown_key)
    person.old_mail = "unknown";
  else if (sum.certificates > 0)
    person.old_mail = sum.with_key == sum.certificates ? "yes" : "no";
  if (sum.worst < severities.size()) person.severity = severities.at(sum.worst);
  return person;
}

std::vector<Person> People::all() const {
  std::vector<std::pair<std::size_t, Person>> ordered;
  for (const auto& [name, sum] : m_sums) ordered.emplace_back(sum.worst, person(name, sum));
  std::ranges::stable_sort(ordered, {}, &std::pair<std::size_t, Person>::first);
  std::vector<Person> people;
  for (auto& [worst, person] : ordered) people.push_back(std::move(person));
  return people;
}

json to_json(const Person& person) {
  std::string hosts;
  for (const auto& host : person.hosts) hosts += (hosts.empty() ? "" : " ") + host;
  return {{"address", person.address},  {"user", person.user},   {"host", hosts}, {"signUntil", text_or_null(person.sign_until)},
          {"encryptUntil", text_or_null(person.encrypt_until)}, {"oldMail", person.old_mail}, {"steps", person.steps},
          {"severity", person.severity}};
}

}  // namespace host::report
