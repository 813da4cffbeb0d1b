// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/certificates_by_fingerprint.hpp>
#include <host/report/people.hpp>

#include <algorithm>
#include <set>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

/// Each once, folded.
std::set<std::string> addresses_of(const json& certificate) {
  std::set<std::string> addresses;
  for (const json& each : list_member(certificate, "emails"))
    if (each.is_string()) addresses.insert(folded(each));
  addresses.erase("");
  return addresses;
}

std::vector<std::string> hosts_of(const json& profile, const std::string& host) {
  std::vector<std::string> hosts;
  for (const json& each : list_member(profile, "hosts"))
    if (each.is_string()) hosts.push_back(each);
  if (hosts.empty() && !host.empty()) hosts.push_back(host);
  return hosts;
}

void keep_later(std::string& time, const std::string& other) { time = std::max(time, other); }

void add_step(std::vector<std::string>& steps, const std::string& step) {
  if (steps.size() < most_steps && std::ranges::find(steps, step) == steps.end()) steps.push_back(step);
}

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

}  // namespace

/// What one profile has of one address.
struct Place {
  std::vector<const json*> identities, certificates;
  Concern concern;
};

namespace {

/// Of each address of an identity, or of a certificate with a key.
using Places = std::map<std::string, Place>;

void add_identities(Places& places, const json& profile, const Concerns& concerns) {
  for (const json& identity : list_member(profile, "identities")) {
    const std::string address = folded(text_member(identity, "email"));
    if (address.empty()) continue;
    Place& place = places[address];
    place.identities.push_back(&identity);
    concerns.add_of_identity(text_member(identity, "id"), place.concern);
    concerns.add_of_address(address, place.concern);
  }
}

/// The addresses whose identities select a certificate, by its fingerprint.
std::map<std::string, std::set<std::string>> selecting_addresses(const Places& places) {
  std::map<std::string, std::set<std::string>> found;
  for (const auto& [address, place] : places)
    for (const json* identity : place.identities)
      for (const char* purpose : {"signing", "encryption"}) found[text_member(member(*identity, purpose), "fingerprint")].insert(address);
  found.erase("");
  return found;
}

/// A certificate belongs to its addresses and to those that select it.
void add_certificates(Places& places, const json& profile, const Concerns& concerns) {
  auto selecting = selecting_addresses(places);
  for (const json& certificate : list_member(profile, "certificates"))
    if (member(certificate, "hasPrivateKey") == true)
      for (const auto& address : addresses_of(certificate)) places[address];
  for (const json& certificate : list_member(profile, "certificates")) {
    if (member(certificate, "isAuthority") == true) continue;
    const std::string fingerprint = text_member(certificate, "fingerprint");
    auto addresses = addresses_of(certificate);
    Concern concern;
    concerns.add_of_certificate(fingerprint, concern);
    for (const auto& address : addresses) concerns.add_of_address(address, concern);
    if (auto more = selecting.extract(fingerprint)) addresses.merge(more.mapped());
    for (const auto& address : addresses)
      if (const auto place = places.find(address); place != places.end()) {
        place->second.certificates.push_back(&certificate);
        place->second.concern.add(concern);
      }
  }
}

}  // namespace

void People::add(const json& profile, const std::string& host) {
  const Concerns concerns(profile);
  Places places;
  add_identities(places, profile, concerns);
  add_certificates(places, profile, concerns);
  const bool unknown_keys = std::ranges::any_of(list_member(profile, "unknown"), [](const json& word) { return word == "private-keys"; });
  const CertificatesByFingerprint known(profile);
  const auto hosts = hosts_of(profile, host);
  for (const auto& [address, place] : places) {
    Sum& sum = m_sums[{address, text_member(profile, "user"), hosts}];
    sum.unknown_key = sum.unknown_key || unknown_keys;
    add_place(sum, place, known);
    add_concern(sum, place.concern);
  }
}

std::string People::usable_until(const json& certificate, const json& verdict) const {
  auto until = text_member(certificate, "notAfter");
  if (const auto chain_until = text_member(certificate, "chainNotAfter"); !chain_until.empty()) until = std::min(until, chain_until);
  return member(verdict, "ok") == true || until < m_at ? until : std::string();
}

void People::add_place(Sum& sum, const Place& place, const CertificatesByFingerprint& known) const {
  sum.writes = sum.writes || !place.identities.empty();
  for (const json* identity : place.identities)
    for (const auto& [purpose, until] : {std::pair{"signing", &sum.sign.selected}, std::pair{"encryption", &sum.encrypt.selected}}) {
      const json& selection = member(*identity, purpose);
      keep_later(*until, usable_until(known.find(text_member(selection, "fingerprint")), member(selection, "verdict")));
    }
  for (const json* certificate : place.certificates) {
    keep_later(sum.sign.held, usable_until(*certificate, member(*certificate, "canSign")));
    keep_later(sum.encrypt.held, usable_until(*certificate, member(*certificate, "canEncrypt")));
    const json& key = member(*certificate, "hasPrivateKey");
    sum.unknown_key = sum.unknown_key || key.is_null();
    sum.with_key += key == true ? 1 : 0;
  }
  sum.certificates += place.certificates.size();
}

void People::add_concern(Sum& sum, const Concern& concern) {
  sum.lacks_key = sum.lacks_key || concern.lacks_key;
  sum.worst = std::min(sum.worst, concern.worst);
  for (std::size_t at = 0; at < sum.steps.size(); ++at)
    for (const auto& [number, step] : concern.steps[at]) {
      const std::string* text = &*m_texts.insert(step).first;
      auto& steps = sum.steps[at];
      if (steps.size() < most_steps && std::ranges::find(steps, text) == steps.end()) steps.push_back(text);
    }
}

Person People::person(const Name& name, const Sum& sum) const {
  Person person;
  std::tie(person.address, person.user, person.hosts) = name;
  person.sign_until = sum.writes ? sum.sign.selected : sum.sign.held;
  person.encrypt_until = sum.writes ? sum.encrypt.selected : sum.encrypt.held;
  for (const auto& steps : sum.steps)
    for (const std::string* step : steps) add_step(person.steps, *step);
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
