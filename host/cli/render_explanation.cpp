// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {

using nlohmann::json;

std::string fix_lines(const json& fix, const char* indent) {
  if (!fix.is_object()) return {};
  std::string lines = indent + text_of(fix, "text") + "\n";
  if (const auto command = text_of(fix, "command"); !command.empty()) lines += std::string(indent) + "    " + command + "\n";
  return lines;
}

namespace {

/// Lets `explain --fix` be named where it would do something.
bool can_be_mended(const json& result) {
  for (const json& identity : member(result, "identities"))
    for (const json& step : member(identity, "steps"))
      if (member(step, "needsDecision") == false && step.contains("call")) return true;
  return false;
}

std::string identity_lines(const json& identity, const Style& style) {
  const std::string name = text_of(identity, "name");
  std::string lines = style.strong(text_of(identity, "id") + "  " + (name.empty() ? "" : name + " ") + "<" +
                                   text_of(identity, "email") + ">") +
                      "\n";
  lines += verdict_lines("can sign     ", member(identity, "canSign"), style, Commands::hidden);
  lines += verdict_lines("can encrypt  ", member(identity, "canEncrypt"), style, Commands::hidden);
  const json& steps = member(identity, "steps");
  if (!steps.empty()) lines += "    " + style.strong("what to do") + "\n";
  for (const json& step : steps) lines += fix_lines(step, "        ");
  return lines;
}

std::string done_lines(const json& step, const Style& style) {
  const auto outcome = text_of(step, "outcome");
  const std::string mark = outcome == "done"      ? style.good("done")
                           : outcome == "pending" ? style.warning("done once Thunderbird is closed")
                                                  : style.bad("failed");
  std::string lines = mark + " (" + text_of(step, "identity") + "): " + text_of(step, "text") + "\n";
  if (const auto message = text_of(member(step, "error"), "message"); !message.empty())
    lines += "    " + message + "\n";
  return lines;
}

}  // namespace

std::string render_explanation(const json& result, const Style& style) {
  std::string shown;
  const bool mended = result.contains("done");
  for (const json& step : member(result, "done")) shown += done_lines(step, style);
  if (mended && member(result, "done").empty()) shown += "There was nothing to do that needs no decision of yours.\n";
  for (const json& identity : member(result, "identities"))
    shown += (shown.empty() ? "" : "\n") + identity_lines(identity, style);
  if (member(result, "identities").empty())
    shown += "This profile has no mail identity. Set up a mail account in Thunderbird first.\n";
  for (const json& note : member(result, "notes")) shown += "\n" + style.warning("note: ") + text_of(note, "text") + "\n";
  if (const std::string modules = render_modules(result, style); !modules.empty()) shown += "\n" + modules;
  if (!mended && can_be_mended(result))
    shown += "\nThe same command with --fix does the steps that need no decision of yours.\n";
  return shown;
}

}  // namespace host::cli
