// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>
#include <host/text/printable.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {
namespace {

using nlohmann::json;

/// Line by line, since one line feed of a file is one here.
std::string indented(const std::string& text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines += "    " + text::printable(std::string_view(text).substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return lines;
}

/// "created" and so on, or what would be done.
std::string outcome_of(const json& change, bool written) {
  const std::string outcome = text_of(change, "outcome");
  return written || outcome == "unchanged" ? outcome : "would be " + outcome;
}

std::string file_lines(const json& change, bool written) {
  std::string lines = text_of(change, "path") + "  " + outcome_of(change, written) + "\n";
  const json& content = member(change, "content");
  if (!written && content.is_string()) lines += indented(content.get<std::string>());
  return lines;
}

std::string remains_lines(const json& remains) {
  if (remains.is_null())
    return "The profiles could not be looked at. Backups, which hold keys, and selections that wait lie in "
           "the folder certferry of "
           "each profile.\n";
  std::string lines;
  for (const json& each : remains)
    lines += "  " + text_of(each, "path") + "  " +
             count_of(member(each, "backups").get<std::size_t>(), "backup") + ", " +
             count_of(member(each, "pending").get<std::size_t>(), "pending selection") + "\n";
  if (lines.empty()) return "No profile holds backups or selections that wait.\n";
  return "In the profiles stay backups, which hold keys, and selections that wait for Thunderbird to be "
         "closed:\n" +
         lines + "To be rid of them, remove these folders.\n";
}

}  // namespace

std::string render_install(const json& result, const Style& style) {
  const bool written = is_true(result, "written");
  const json& programs = member(result, "programs");
  std::string shown =
      "Programs: " + text_of(programs, "folder") + "  " + outcome_of(programs, written) + "\n";
  for (const json& manifest : member(result, "manifests"))
    shown += "Manifest: " + file_lines(manifest, written);
  if (const json& configuration = member(result, "configuration"); !configuration.is_null())
    shown += "Configuration: " + file_lines(configuration, written);
  for (const json& id : member(result, "allowedExtensions"))
    shown += "Allowed add-on: " + text::printable(id.get<std::string>()) + "\n";
  for (const json& warning : member(result, "warnings"))
    shown += style.warning("warning:") + " " + text::printable(warning.get<std::string>()) + "\n";
  if (!written) return shown + "Nothing was written.\n";
  return shown + style.good("Firefox and Thunderbird find Certferry.") +
         " `certferry doctor` checks the whole way.\n";
}

std::string render_uninstall(const json& result, const Style& style) {
  std::string shown;
  for (const json& path : member(result, "removed"))
    shown += "Removed: " + text::printable(path.get<std::string>()) + "\n";
  if (shown.empty()) shown = "There was nothing to remove.\n";
  for (const json& kept : member(result, "kept"))
    shown += style.warning("Kept:") + " " + text_of(kept, "path") + " (" + text_of(kept, "reason") + ")\n";
  shown += "Certificates stay in the profiles, where Firefox and Thunderbird go on using them.\n";
  return member(result, "scope") == "user" ? shown + remains_lines(member(result, "remains")) : shown;
}

}  // namespace host::cli
