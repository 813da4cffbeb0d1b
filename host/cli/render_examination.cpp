// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>
#include <host/text/printable.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {
namespace {

using nlohmann::json;

std::string finding_lines(const json& finding, const std::string& severity, const Style& style) {
  const std::string painted = severity == "error"     ? style.bad("error:")
                              : severity == "warning" ? style.warning("warning:")
                                                      : style.strong("note:");
  std::string lines = painted + " " + text_of(finding, "message") + " [" + text_of(finding, "id") + "]\n";
  const json& fix = member(finding, "fix");
  if (fix.is_null()) return lines;
  lines += "    " + text_of(fix, "text") + "\n";
  if (const std::string command = text_of(fix, "command"); !command.empty())
    lines += "    $ " + command + "\n";
  return lines;
}

}  // namespace

std::string render_examination(const json& result, const Style& style) {
  std::string shown;
  std::size_t errors = 0, warnings = 0;
  for (const char* severity : {"error", "warning", "note"})
    for (const json& finding : member(result, "findings")) {
      if (member(finding, "severity") != severity) continue;
      shown += finding_lines(finding, severity, style);
      errors += severity == std::string("error") ? 1 : 0;
      warnings += severity == std::string("warning") ? 1 : 0;
    }
  for (const json& good : member(result, "good"))
    shown += style.good("ok:") + " " + text_of(json{{"text", good}}, "text") + "\n";
  if (const std::string file = text_of(result, "report"); !file.empty())
    shown += "The report is in " + file + ".\n";
  return shown +
         (errors + warnings == 0 ? style.good("Every link that was checked holds.")
                                 : count_of(errors, "error") + ", " + count_of(warnings, "warning") + ".") +
         "\n";
}

std::string render_decoded(const json& result, const Style&) {
  return text_of(result, "message") + "\n";
}

}  // namespace host::cli
