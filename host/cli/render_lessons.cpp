// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

#include <map>

namespace host::cli {
namespace {

using nlohmann::json;

std::string headline(const json& lesson, const Style& style) {
  const std::string outcome = text_of(lesson, "outcome"), message = text_of(member(lesson, "reason"), "message");
  if (outcome == "learned") return style.good("Learned.");
  if (outcome == "present") return style.good("Known already.");
  return style.bad("Not learned:") + " " + message;
}

std::string person_lines(const json& person) {
  const std::string addresses = addresses_of(person);
  return "    certificate  of " + (addresses.empty() ? text_of(person, "subject") : addresses) + ", until " + day_of(text_of(person, "notAfter")) + "\n" +
         fingerprint_groups(text_of(person, "fingerprint"), "        ");
}

std::string root_lines(const json& root, const Style& style) {
  static const std::map<std::string, std::string> words{
      {"ask", "not trusted for e-mail"}, {"carry", "trusted for e-mail from now on"}, {"present", "trusted for e-mail"}, {"builtin", "trusted by the application"}};
  const auto found = words.find(text_of(root, "action"));
  const bool asks = text_of(root, "action") == "ask";
  std::string state = is_true(root, "distrusted") ? "distrusted for e-mail" : found == words.end() ? "" : found->second;
  if (is_true(root, "byAdministrator")) state += ", by the administrator of this computer";
  std::string lines = "    root         " + text_of(root, "subject") + ", " + (asks ? style.bad(state) : state) + "\n";
  if (asks) lines += fingerprint_groups(text_of(root, "fingerprint"), "        ");
  return lines;
}

std::string change_lines(const json& change) {
  return "    change       of the certificate for " + text_of(change, "address") + "\n        in use\n" +
         fingerprint_groups(text_of(change, "used"), "            ") + "        offered\n" + fingerprint_groups(text_of(change, "offered"), "            ");
}

std::string later_lines(const json& later) {
  return "    used         for " + text_of(later, "address") + " once the certificate in use has expired, on " + day_of(text_of(later, "until")) + "\n";
}

std::string advice(const json& lesson) {
  std::string lines;
  const std::string outcome = text_of(lesson, "outcome");
  if (outcome == "root-not-trusted")
    for (const json& root : member(lesson, "roots"))
      if (!is_true(root, "distrusted") && text_of(root, "action") == "ask") lines += "    to trust it  --trust-root " + text_of(root, "fingerprint") + "\n";
  if (outcome == "change")
    for (const json& change : member(lesson, "changes")) lines += "    to accept it --accept-change " + text_of(change, "offered") + "\n";
  if (const auto fix = text_of(member(member(lesson, "reason"), "fix"), "text"); !fix.empty()) lines += "    " + fix + "\n";
  return lines;
}

std::string lesson_lines(const json& lesson, const Style& style) {
  std::string lines = headline(lesson, style) + "\n";
  if (const auto from = text_of(lesson, "from"); !from.empty()) lines += "    from         " + from + "\n";
  if (member(lesson, "coversWholeMessage") == false) lines += "    covers       " + style.bad("a part of the message only") + "\n";
  for (const json& person : member(lesson, "people")) lines += person_lines(person);
  for (const json& root : member(lesson, "roots")) lines += root_lines(root, style);
  for (const json& change : member(lesson, "changes")) lines += change_lines(change);
  for (const json& later : member(lesson, "later")) lines += later_lines(later);
  return lines + advice(lesson);
}

}  // namespace

std::string render_lessons(const json& result, const Style& style) {
  const json& lessons = member(result, "messages");
  auto counts = member(result, "counts").get<std::map<std::string, std::size_t>>();
  const auto refused = counts["root-not-trusted"] + counts["change"] + counts["invalid"];
  const auto news = counts["learned"] + refused, all = news + counts["present"] + counts["unsigned"];
  std::string shown;
  std::size_t told = 0;
  for (const json& lesson : lessons) {
    const std::string outcome = text_of(lesson, "outcome");
    // Of a whole folder most is not signed, and most people wrote more than once.
    if (all > 1 && (outcome == "unsigned" || outcome == "present")) continue;
    shown += lesson_lines(lesson, style);
    ++told;
  }
  if (news > told) shown += "And " + std::to_string(news - told) + " more, which are not shown.\n";
  if (all > 1)
    shown += std::to_string(all) + " messages and certificates: " + std::to_string(counts["learned"]) + " learned, " +
             std::to_string(counts["present"]) + " known already, " + std::to_string(counts["unsigned"]) + " not signed, " +
             std::to_string(refused) + " not learned.\n";
  if (!result.contains("backup")) shown += "Nothing was changed: this was a dry run.\n";
  return shown;
}

}  // namespace host::cli
