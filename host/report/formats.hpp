// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>

/// The formats, one file each.
namespace host::report {

/// By what SARIF logs of ours are known again.
namespace sarif {
inline constexpr const char* tool_name = "Certferry";
inline constexpr const char* fingerprint_name = "certferryFinding/v1";
}  // namespace sarif

/// For people at a terminal.
std::unique_ptr<Report> text_report(const Looks& looks, Sink sink);
/// One value, the same as the result of audit.run.
std::unique_ptr<Report> json_report(const Looks& looks, Sink sink);
/// A value a line, each of which can be read without the others (`type`: "run", "profile", "finding", "end").
std::unique_ptr<Report> jsonl_report(const Looks& looks, Sink sink);
/// SARIF 2.1.0, for code scanning services.
std::unique_ptr<Report> sarif_report(const Looks& looks, Sink sink);
/// Prometheus's text format, for its node exporter's text files.
std::unique_ptr<Report> prometheus_report(const Looks& looks, Sink sink);
/// A row a finding, for spreadsheets.
std::unique_ptr<Report> csv_report(const Looks& looks, Sink sink);

/// One HTML page for a browser.
std::unique_ptr<Report> html_report(const Looks& looks, Sink sink);

}  // namespace host::report
