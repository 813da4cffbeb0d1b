// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::cli {
namespace {

using nlohmann::json;

std::string certificate_lines(const json& certificate, const Style& style) {
  const bool left_out = member(certificate, "outcome") == "left-out";
  std::string lines = "    " + short_fingerprint(member(certificate, "fingerprint")) + "  " + text_of(certificate, "subject") +
                      "  until " + day_of(text_of(certificate, "notAfter")) + "\n";
  if (left_out)
    lines += "        " + style.bad("left out:") + " " + text_of(member(certificate, "error"), "message") + "\n";
  return lines;
}

}  // namespace

std::string render_export(const json& result, const Style& style) {
  const json& certificates = member(result, "certificates");
  const auto written = std::count_if(certificates.begin(), certificates.end(), [](const json& certificate) {
    return member(certificate, "outcome") == "exported";
  });
  std::string shown = style.good("Written and read back: ") + text_of(result, "file") + "\n    " +
                      count_of(static_cast<std::size_t>(written), "certificate") + " with private keys and chains\n";
  if (!text_of(result, "companion").empty()) {
    const json& beside = member(result, "beside");
    const auto number = [&](const char* name) { return member(beside, name).get<std::size_t>(); };
    shown += "    beside it, under the same password: " + text_of(result, "companion") + "\n        " +
             count_of(number("certificates"), "other certificate") + ", what is trusted for e-mail (" +
             std::to_string(number("trust")) + "), how correspondents encrypt (" +
             std::to_string(number("smimeProfiles")) + ")\n";
  }
  for (const json& certificate : certificates) shown += certificate_lines(certificate, style);
  for (const json& key : member(result, "keysWithoutCertificate"))
    shown += "    " + style.bad("left out:") + " a private key without a certificate, id " + text_of(key, "id") + "\n";
  for (const json& warning : member(result, "warnings"))
    shown += style.warning("warning:") + " " + text_of(warning, "message") + "\n";
  return shown;
}

}  // namespace host::cli
