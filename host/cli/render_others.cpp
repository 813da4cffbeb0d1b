// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>
#include <host/text/printable.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {
namespace {

using nlohmann::json;

std::string loss_lines(const json& losses, const char* introduction) {
  if (!losses.is_array() || losses.empty()) return {};
  std::string lines = "    " + std::string(introduction) + "\n";
  for (const json& loss : losses) lines += "        " + text_of(json{{"l", loss}}, "l") + "\n";
  return lines;
}

std::string backup_line(const json& backup, const Style& style) {
  return style.strong(text_of(backup, "name")) + "  made " + text_of(backup, "time") +
         " before: " + text_of(backup, "occasion") + "\n";
}

std::string what_became_of(const json& result, const Style& style) {
  if (result.contains("cancelled"))
    return is_true(result, "cancelled") ? style.good("What waited is taken back.") : style.warning("Nothing waited for this identity.");
  return member(result, "outcome") == "pending" ? style.warning("This is set once Thunderbird is closed.") : style.good("This is set.");
}

}  // namespace

std::string render_selection(const json& result, const Style& style) {
  return what_became_of(result, style) + "\n" + render_identity(member(result, "identity"), style) + render_modules(result, style);
}

std::string render_backups(const json& result, const Style& style) {
  std::string shown;
  for (const json& backup : member(result, "backups"))
    shown +=
        backup_line(backup, style) + loss_lines(member(backup, "losses"), "bringing it back would lose:");
  if (shown.empty()) return "There is no backup of this profile. One is made before anything is changed.\n";
  return shown + "To bring one back, close the application: certferry restore --profile PROFILE BACKUP\n";
}

std::string render_restored(const json& result, const Style& style) {
  return style.good("Brought back: ") + backup_line(member(result, "restored"), style) +
         loss_lines(member(result, "losses"), "lost by that:") + "The state before is kept as backup " +
         text_of(result, "backup") + ".\n";
}

std::string render_error(const nssbridge::Error& error, const Style& style) {
  std::string shown = style.bad("error:") + " " + text::printable(error.message()) + "\n";
  for (const auto& reason : error.reasons()) shown += "    " + text::printable(reason.message) + "\n";
  for (const std::string& candidate : error.candidates()) shown += "    " + text::printable(candidate) + "\n";
  if (!error.nss().empty()) shown += "    NSS says: " + text::printable(error.nss()) + "\n";
  if (!error.fix()) return shown;
  shown += style.strong("hint:") + " " + text::printable(error.fix()->text) + "\n";
  if (error.fix()->command) shown += "    " + text::printable(*error.fix()->command) + "\n";
  return shown;
}

}  // namespace host::cli
