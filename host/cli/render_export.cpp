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
  for (const json& certificate : certificates) shown += certificate_lines(certificate, style);
  for (const json& key : member(result, "keysWithoutCertificate"))
    shown += "    " + style.bad("left out:") + " a private key without a certificate, id " + text_of(key, "id") + "\n";
  for (const json& warning : member(result, "warnings"))
    shown += style.warning("warning:") + " " + text_of(warning, "message") + "\n";
  return shown;
}

}  // namespace host::cli
