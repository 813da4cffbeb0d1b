// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/examination.hpp>
#include <host/doctor/decode.hpp>
#include <host/doctor/doctor.hpp>
#include <host/doctor/report.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace host::cli {

using nlohmann::json;

json examine(const Options& options, const front::Cancellation& cancellation) {
  doctor::Scope scope;
  scope.environment = environ;
  if (!options.report) return doctor::run(scope, cancellation);
  const doctor::ReportFile file(*options.report);
  scope.detail = doctor::Detail::report;
  json result = doctor::run(scope, cancellation);
  file.write(doctor::report_text(result));
  result["report"] = *options.report;
  return result;
}

json decode(const std::string& typed) {
  const auto length = doctor::length_from(typed);
  if (!length) throw UsageError("--decode takes the number of the message, below 4294967296.");
  const auto text = doctor::text_in_length(*length);
  return {{"length", *length},
          {"text", text ? json(*text) : json()},
          {"message", doctor::explain_length(*length)}};
}

}  // namespace host::cli
