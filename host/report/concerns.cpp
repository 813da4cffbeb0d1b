// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/report/concerns.hpp>

#include <algorithm>
#include <cctype>

namespace host::report {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;

namespace {

Concern concern_of(const json& finding, std::size_t number) {
  Concern concern;
  const std::string rule = text_member(finding, "rule"), step = text_member(member(finding, "fix"), "text");
  concern.lacks_key = rule == "KEY-MISSING-FOR-OLD-MAIL" || rule == "ID-CERT-NO-KEY";
  concern.worst = static_cast<std::size_t>(std::ranges::find(severities, text_member(finding, "severity")) - severities.begin());
  if (concern.worst < concern.steps.size() && !step.empty()) concern.steps[concern.worst].emplace_back(number, step);
  return concern;
}

void add_steps(Concern::Steps& steps, const Concern::Steps& others) {
  for (const auto& step : others) {
    const auto same = std::ranges::find(steps, step.second, &Concern::Steps::value_type::second);
    if (same != steps.end() && same->first <= step.first) continue;
    if (same != steps.end()) steps.erase(same);
    steps.insert(std::ranges::upper_bound(steps, step.first, {}, &Concern::Steps::value_type::first), step);
    if (steps.size() > most_steps) steps.pop_back();
  }
}

}  // namespace

std::string folded(std::string address) {
  std::ranges::transform(address, address.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return address;
}

void Concern::add(const Concern& other) {
  lacks_key = lacks_key || other.lacks_key;
  worst = std::min(worst, other.worst);
  for (std::size_t at = 0; at < steps.size(); ++at) add_steps(steps[at], other.steps[at]);
}

Concerns::Concerns(const json& profile) {
  std::size_t number = 0;
  for (const json& finding : list_member(profile, "findings")) {
    const Concern concern = concern_of(finding, number++);
    if (const std::string identity = text_member(finding, "identity"); !identity.empty()) {
      m_identities[identity].add(concern);
      continue;
    }
    if (const std::string certificate = text_member(finding, "certificate"); !certificate.empty()) m_certificates[certificate].add(concern);
    add_evidence(member(finding, "evidence"), concern);
  }
}

void Concerns::add_evidence(const json& evidence, const Concern& concern) {
  if (!evidence.is_object()) return;
  const auto add_text = [&](const json& value) {
    if (value.is_string() && value.get_ref<const std::string&>().find('@') != std::string::npos) m_addresses[folded(value)].add(concern);
  };
  for (const json& value : evidence) {
    if (value.is_array())
      for (const json& each : value) add_text(each);
    else
      add_text(value);
  }
}

void Concerns::add(const ByName& concerns, const std::string& name, Concern& sum) {
  if (const auto found = concerns.find(name); found != concerns.end()) sum.add(found->second);
}

}  // namespace host::report
