// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/learn.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/message_json.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>
#include <host/worker/wishes.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using correspondents::Learned;
using correspondents::Lesson;

namespace {

const char* name_of(correspondents::Outcome outcome) {
  using correspondents::Outcome;
  switch (outcome) {
    case Outcome::learned: return "learned";
    case Outcome::present: return "present";
    case Outcome::root_not_trusted: return "root-not-trusted";
    case Outcome::change: return "change";
    case Outcome::no_signature: return "unsigned";
    case Outcome::invalid: break;
  }
  return "invalid";
}

json people_json(const Lesson& lesson) {
  json people = json::array();
  for (const auto* person : lesson.people) {
    json value{{"fingerprint", person->fingerprint.hex()},
               {"subject", nssbridge::to_valid_utf8(person->subject)},
               {"emails", json::array()},
               {"notAfter", nssbridge::to_rfc3339(person->not_after)}};
    for (const auto& email : person->emails) value["emails"].push_back(nssbridge::to_valid_utf8(email));
    people.push_back(std::move(value));
  }
  return people;
}

json later_json(const Lesson& lesson) {
  json later = json::array();
  for (const auto& each : lesson.later)
    later.push_back({{"address", nssbridge::to_valid_utf8(each.address)},
                     {"used", each.used->fingerprint.hex()},
                     {"offered", each.offered->fingerprint.hex()},
                     {"until", nssbridge::to_rfc3339(each.used->not_after)}});
  return later;
}

json lesson_json(const Lesson& lesson) {
  json certificates = json::array(), roots = json::array(), signers = json::array();
  for (const auto* list : {&lesson.people, &lesson.authorities})
    for (const auto* certificate : *list) certificates.push_back(certificate->fingerprint.hex());
  for (const auto& root : lesson.roots) roots.push_back(to_json(root));
  for (const auto& signer : lesson.signers) signers.push_back(to_json(signer));
  json value{{"file", lesson.file},
             {"outcome", name_of(lesson.outcome)},
             {"reason", to_json(lesson.reason)},
             {"from", to_json(lesson.sender)},
             {"signers", std::move(signers)},
             {"people", people_json(lesson)},
             {"certificates", std::move(certificates)},
             {"roots", std::move(roots)},
             {"changes", to_json(lesson.changes)},
             {"later", later_json(lesson)}};
  value["coversWholeMessage"] = lesson.of_message && !lesson.signers.empty() ? json(lesson.covers_whole) : json();
  return value;
}

void append_counts(protocol::JsonText& result, const correspondents::Told& told) {
  using correspondents::Outcome;
  auto counts = told.counts();
  auto left_out = -static_cast<std::size_t>(std::distance(told.begin(), told.listed_end()));
  result.key("counts").begin_object();
  for (const auto outcome : {Outcome::learned, Outcome::present, Outcome::root_not_trusted, Outcome::change, Outcome::invalid, Outcome::no_signature}) {
    result.key(name_of(outcome)).number(counts[outcome]);
    left_out += counts[outcome];
  }
  result.end_object().key("leftOut").number(left_out);
}

/// Those of the parameters, one after the other.
correspondents::NextPiece pieces_of(session::Session& session, const json& messages) {
  return [&session, &messages, number = std::size_t{0}]() mutable -> std::optional<correspondents::FilePiece> {
    if (number == messages.size()) return std::nullopt;
    session.progress("read", number, messages.size());
    const auto octets = nssbridge::from_base64(messages[number].get_ref<const std::string&>());
    if (!octets) throw Error(Kind::invalid_request, "One of \"messages\" is not base64.");
    return correspondents::FilePiece{number++, std::string(octets->begin(), octets->end()), true};
  };
}

/// Those that the person named on the command line.
correspondents::NextPiece pieces_of(session::Session& session) {
  return [&session]() -> std::optional<correspondents::FilePiece> {
    auto piece = session.next_piece();
    if (!piece) return std::nullopt;
    return correspondents::FilePiece{piece->file, std::move(piece->octets), piece->file_ends};
  };
}

correspondents::Wishes wishes_for(const session::Session& session) {
  const auto& params = session.params();
  correspondents::Wishes wishes{.roots = wishes_of(session), .changes = {}, .only_look = params.value("dryRun", false)};
  for (const auto& text : params.value("acceptChanges", std::vector<std::string>{}))
    if (auto fingerprint = nssbridge::Fingerprint::parse(text)) wishes.changes.insert(*fingerprint);
  return wishes;
}

}  // namespace

protocol::JsonText learn_recipients(session::Session& session) {
  const auto profile = session.required_profile("profile");
  const auto wishes = wishes_for(session);
  if (wishes.only_look)
    settle_on({profile.path});
  else
    settle_on({}, &profile.path);
  const auto next = session.has_given_files() ? pieces_of(session) : pieces_of(session, session.params().at("messages"));
  protocol::JsonText result(channel::largest_frame);
  correspondents::learn(session, profile, next, wishes, [&](const Learned& learned) {
    result.begin_object().key("messages").begin_array();
    const auto& told = learned.told;
    std::for_each(told.begin(), told.listed_end(), [&result](const Lesson& lesson) { result.value(lesson_json(lesson)); });
    result.end_array();
    append_counts(result, told);
    if (!wishes.only_look) result.key("backup").value(learned.backup ? json(*learned.backup) : json());
    result.key("nss").value(nss_json()).end_object();
  });
  return result;
}

}  // namespace host::worker
