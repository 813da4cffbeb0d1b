// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/report/formats.hpp>
#include <host/report/head_json.hpp>
#include <host/report/page.hpp>
#include <host/report/people.hpp>

#include <utility>

namespace host::report {
namespace {

using nlohmann::json;

std::string_view part(std::string_view name) {
  for (const auto& each : protocol::embedded_report_page())
    if (each.name == name) return each.text;
  return {};
}

/// As Content-Security-Policy names what it lets run.
std::string source_hash(std::string_view text) {
  return "'sha256-" + nssbridge::to_base64(digest::sha256(text)) + "'";
}

/// A block of data, which no browser runs. Without '<' it can neither end itself nor begin a comment.
template <typename Value>
std::string block(const char* name, const Value& value) {
  std::string text = "<script type=\"application/json\">{\"" + std::string(name) + "\":";
  for (const char c : value.dump(-1, ' ', true, Value::error_handler_t::replace)) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text + "}</script>\n";
}

/// One page that needs no server and loads nothing: its script reads the blocks of data and shows them as text.
class HtmlReport : public Report {
 public:
  explicit HtmlReport(Sink sink) : m_sink(std::move(sink)) {}

  void begin(const Head& head) override {
    m_sink("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src " +
           source_hash(part("script")) + "; style-src " + source_hash(part("style")) +
           "; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<title>Certificate audit</title>\n<style>" +
           std::string(part("style")) + "</style>\n</head>\n<body>\n" + std::string(part("body")));
    m_sink(block("head", head_json(head)));
    m_host = head.host;
    m_people.emplace(nssbridge::to_rfc3339(head.at));
  }
  void profile(const json& profile) override {
    m_people->add(profile, m_host);
    m_sink(block("profile", profile));
  }
  void end(const Tail& tail) override {
    for (const Person& person : m_people->all()) m_sink(block("person", to_json(person)));
    m_sink(block("across", json(tail.across)));
    m_sink(block("gone", json(tail.gone)));
    m_sink(block("unreachable", json(tail.unreachable)));
    if (!tail.hosts.empty()) {
      m_sink(block("hosts", json(tail.hosts)));
      m_sink(block("forecast", json(tail.forecast)));
      m_sink(block("difference", tail.difference));
    }
    m_sink("<script type=\"module\">" + std::string(part("script")) + "</script>\n</body>\n</html>\n");
  }

 private:
  Sink m_sink;
  std::string m_host;
  std::optional<People> m_people;
};

}  // namespace

std::unique_ptr<Report> html_report(const Looks&, Sink sink) {
  return std::make_unique<HtmlReport>(std::move(sink));
}

}  // namespace host::report
