// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/checked_profile.hpp>
#include <host/fleet/result_reader.hpp>
#include <host/protocol/members.hpp>
#include <host/protocol/strict_reader.hpp>
#include <host/report/head_json.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <set>

namespace host::fleet {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

/// Of one profile, and of all that is no profile. A store with ten thousand certificates and as many findings stays below.
constexpr std::size_t most_values = 600'000;
constexpr std::size_t longest_text = 4 * 512;  // octets of as many characters as a report has in a text
constexpr std::size_t most_people = 10'000;  // each is kept in memory
constexpr std::size_t most_places = 1'000;
constexpr nssbridge::Time clock_tolerance = 24 * 3600;

[[noreturn]] void reject(const char* reason) { throw Rejected(reason); }

/// People of that host, by address: of identities, and of certificates with a key.
std::size_t people_in(const json& profile) {
  std::size_t people = list_member(profile, "identities").size();
  for (const json& certificate : list_member(profile, "certificates"))
    if (member(certificate, "hasPrivateKey") == true) people += list_member(certificate, "emails").size();
  return people;
}

json parsed(const Source& source, const ResultParts& parts) {
  std::size_t people = 0;
  const auto take = [&](const std::string& path, json&& element) {
    if (!path.ends_with("profiles")) return parts.across(checked_across(std::move(element)));
    json profile = checked_profile(std::move(element));
    people += people_in(profile);
    if (people > most_people) reject("It names more than 10,000 people of that host.");
    parts.profile(std::move(profile));
  };
  protocol::StrictReader reader({.values = most_values, .text = longest_text}, {"profiles", "across", "audit/profiles", "audit/across"}, take);
  WatchedOctets octets(source);
  if (octets.at_end()) reject("It is empty.");
  constexpr char byte_order_mark = '\xEF';  // its first octet, which nothing else in JSON begins with
  const bool whole = octets.front() != byte_order_mark && json::sax_parse(OctetIterator(&octets), OctetIterator(), &reader);
  if (!whole) reject("It is not JSON.");
  return reader.take();
}

nssbridge::Time time_in(const json& object, const char* name, nssbridge::Time now) {
  const auto time = nssbridge::from_rfc3339(text_member(object, name));
  if (!time || *time < 0) reject("It does not say when it was made.");
  if (*time > now + clock_tolerance) reject("It says that it was made in the future. Set the clock of that host.");
  return *time;
}

/// It may be silent about its name, but not be another.
void require_host(const json& object, const std::string& host) {
  const json& name = member(object, "host");
  if (name.is_null()) return;
  if (!name.is_string() || name != host) reject("It says that it is of another host than its file name.");
}

std::vector<json> places_in(const json& report) {
  std::vector<json> places;
  for (const json& place : list_member(report, "unreachable")) {
    if (places.size() == most_places) {
      places.push_back({{"path", "…"}, {"message", std::to_string(list_member(report, "unreachable").size() - most_places) + " more."}});
      break;
    }
    places.push_back({{"path", text_member(place, "path")}, {"message", text_member(place, "message")}});
    if (member(place, "user").is_string()) places.back()["user"] = place["user"];
  }
  return places;
}

void read_report(const json& report, const std::string& host, Result& result) {
  if (member(report, "schema") != report::schema_version || !member(report, "profiles").is_array())
    reject("It is not the report of an audit as JSON, or one of another version.");
  const json& redaction = member(report, "redaction");
  // Where all names were replaced, so was this one.
  if (text_member(redaction, "extent") != "all") require_host(report, host);
  result.redaction = text_member(redaction, "key");
  result.version = text_member(member(report, "tool"), "version");
  result.nss = text_member(member(report, "tool"), "nss");
  result.unreachable = places_in(report);
}

/// A report has a member `unreachable` too, a list.
bool is_envelope(const json& root) {
  return root.contains("audit") || root.contains("failed") || member(root, "unreachable").is_string();
}

Result read_envelope(const json& envelope, const std::string& host, nssbridge::Time now) {
  static const std::set<std::string> known{"host", "collected", "audit", "unreachable", "failed"};
  for (const auto& [name, value] : envelope.items())
    if (!known.contains(name)) reject("A member of it is none that a collector writes.");
  if (!member(envelope, "host").is_string()) reject("It does not say of which host it is.");
  require_host(envelope, host);
  if (envelope.size() != 3) reject("It says not exactly one of audit, unreachable and failed.");
  Result result;
  result.collected = time_in(envelope, "collected", now);
  if (envelope.contains("audit")) {
    read_report(envelope["audit"], host, result);
    time_in(envelope["audit"], "time", now);
    return result;
  }
  result.kind = envelope.contains("failed") ? Result::Kind::failed : Result::Kind::unreachable;
  const json& message = member(envelope, result.kind == Result::Kind::failed ? "failed" : "unreachable");
  if (!message.is_string()) reject("It does not say in words why there is no audit.");
  result.message = message;
  return result;
}

}  // namespace

Result read_result(const Source& source, const std::string& host, nssbridge::Time now, const ResultParts& parts) {
  json root;
  try {
    root = parsed(source, parts);
  } catch (const Error& error) {
    if (error.kind() != Kind::invalid_request) throw;
    reject("It is nested too deeply, has a member twice, or holds too many values.");  // of StrictReader, in words about requests
  }
  if (!root.is_object()) reject("It is not the report of an audit as JSON.");
  if (is_envelope(root)) return read_envelope(root, host, now);
  Result result;
  read_report(root, host, result);
  result.collected = time_in(root, "time", now);
  return result;
}

}  // namespace host::fleet
