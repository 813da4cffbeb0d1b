// SPDX-License-Identifier: MPL-2.0
// What workers say of profiles, which they read from strangers, as a report in each format.
#include <host/protocol/strict_json.hpp>
#include <host/report/redaction.hpp>
#include <host/report/report.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using host::report::Format;
using host::report::Redaction;
using host::report::Redactor;
using nlohmann::json;

namespace {

std::string report_of(Format format, const json& profile, const Redactor& redactor) {
  std::string text;
  const auto report = host::report::make_report(format, {}, [&text](std::string_view piece) { text += piece; });
  report->begin(redactor.head({.version = "1", .nss = "3", .host = "desk"}));
  report->profile(redactor.profile(profile));
  report->end({.across = {redactor.profile(profile)}, .gone = {redactor.gone(profile)}, .unreachable = {redactor.unreachable(profile)}});
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = fuzz::unless_refused([&] { return host::protocol::parse_strictly(fuzz::text_of(data, size)); });
  if (!profile) return 0;
  for (const Redaction extent : {Redaction::none, Redaction::correspondents, Redaction::all}) {
    const Redactor redactor(extent, nssbridge::Secret(std::string(32, 'k')));
    for (const Format format : {Format::text, Format::prometheus})
      fuzz::promise(fuzz::is_harmless(report_of(format, *profile, redactor), true), "a report on a terminal is harmless");
    for (const Format format : {Format::json, Format::sarif})
      fuzz::promise(json::accept(report_of(format, *profile, redactor)), "a report in JSON is JSON");
    const std::string page = report_of(Format::html, *profile, redactor);
    const auto begin = page.find("{\"profile\":");
    const auto end = page.find("</script>", begin);
    fuzz::promise(json::accept(page.substr(begin, end - begin)), "data in the page ends where it should");
    report_of(Format::csv, *profile, redactor);
    report_of(Format::jsonl, *profile, redactor);
  }
  return 0;
}
