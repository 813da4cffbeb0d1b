// SPDX-License-Identifier: MPL-2.0
#include <host/report/formats.hpp>

#include <array>
#include <utility>

namespace host::report {
namespace {

struct Row {
  Format format;
  std::string_view name;
  std::unique_ptr<Report> (*make)(const Looks&, Sink);
};

constexpr std::array rows{
    Row{Format::text, "text", text_report},
    Row{Format::json, "json", json_report},
    Row{Format::jsonl, "jsonl", jsonl_report},
    Row{Format::sarif, "sarif", sarif_report},
    Row{Format::prometheus, "prometheus", prometheus_report},
    Row{Format::csv, "csv", csv_report},
    Row{Format::html, "html", html_report},
};

}  // namespace

std::optional<Format> format_from(std::string_view name) {
  for (const Row& row : rows)
    if (row.name == name) return row.format;
  return std::nullopt;
}

std::unique_ptr<Report> make_report(Format format, const Looks& looks, Sink sink) {
  for (const Row& row : rows)
    if (row.format == format) return row.make(looks, std::move(sink));
  return nullptr;
}

}  // namespace host::report
