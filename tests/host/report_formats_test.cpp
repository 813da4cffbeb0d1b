// SPDX-License-Identifier: MPL-2.0
#include <host/audit/rules.hpp>
#include <host/report/distinguished_name.hpp>
#include <host/report/sarif_text.hpp>

#include <doctest/doctest.h>

#include <sstream>

#include "support/audited.hpp"

using host::report::attribute_of;
using host::report::decimal_of;
using host::report::Format;
using nlohmann::json;
using tests::audited_profile;
using tests::full_tail;
using tests::profile_that_bites;
using tests::report_of;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool hides_nothing(const std::string& text) {
  return !has(text, "\x1B") && !has(text, "\u202E");
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("SARIF carries every rule, and each finding with its place, its object and its stable name") {
  const json log = json::parse(report_of(Format::sarif, {audited_profile()}, full_tail()));
  const json& run = log["runs"][0];
  CHECK(run["tool"]["driver"]["rules"].size() == host::audit::rules.size());
  REQUIRE(run["results"].size() == 5);
  const json& result = run["results"][1];
  CHECK(result["ruleId"] == "CERT-EXPIRED");
  CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == "CERT-EXPIRED");
  CHECK(result["level"] == "error");
  CHECK(result["message"]["text"] == "The selected certificate has expired. Select another certificate.");
  CHECK(result["partialFingerprints"] == json{{"certferryFinding/v1", std::string(64, '2')}});
  const json& location = result["locations"][0];
  CHECK(location["physicalLocation"]["artifactLocation"] ==
        json{{"uri", "home/alice/.thunderbird/x.default/prefs.js"}, {"uriBaseId", "ROOT"}});
  CHECK(location["logicalLocations"][0]["fullyQualifiedName"] == "0123456789abcdef");
  CHECK(location["logicalLocations"][1]["name"] == "id1");
  CHECK_FALSE(result.contains("baselineState"));
  CHECK(run["results"][3]["ruleId"] == "KEY-FACTORABLE");
  CHECK(run["results"][4]["baselineState"] == "absent");
  CHECK(run["properties"]["unreachable"][0]["path"] == "/home/bob");
}

TEST_CASE("a message of SARIF holds no placeholder, no link and nothing hidden") {
  CHECK(host::report::sarif_text("a {0} [text](http://x) \x1B") == "a {{0}} [text] (http://x) \\u{{001B}}");
  CHECK(host::report::relative_uri("//home/a b/\u00E9\"%") == "home/a%20b/%C3%A9%22%25");
  const json log = json::parse(report_of(Format::sarif, {profile_that_bites()}));
  for (const json& result : log["runs"][0]["results"]) {
    CHECK(hides_nothing(result["message"]["text"].get<std::string>()));
    const auto uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].get<std::string>();
    CHECK(uri.find_first_of("\"<> \n") == std::string::npos);
  }
}

TEST_CASE("Prometheus text has the names and labels of x509-certificate-exporter") {
  const std::string text = report_of(Format::prometheus, {audited_profile()}, full_tail());
  const std::string labels =
      "{filename=\"cert9.db\",filepath=\"/home/alice/.thunderbird/x.default/cert9.db\",serial_number=\"662316\","
      "subject_C=\"\",subject_ST=\"\",subject_L=\"\",subject_O=\"\",subject_OU=\"\",subject_CN=\"Alice\","
      "issuer_C=\"\",issuer_ST=\"\",issuer_L=\"\",issuer_O=\"Example\",issuer_OU=\"\",issuer_CN=\"Example CA\","
      "discriminator=\"aaaaaaaaaaaaaaaa\"} ";
  CHECK(has(text, "\nx509_cert_not_before" + labels + "1735689600\n"));
  CHECK(has(text, "\nx509_cert_not_after" + labels + "1803902400\n"));
  CHECK(has(text, "\nx509_cert_expired" + labels + "0\n"));
  CHECK(has(text, "\nx509_source_up{source_kind=\"nss\",source_name=\"/home/alice/.thunderbird/x.default\"} 1\n"));
  CHECK(has(text, "\nx509_source_up{source_kind=\"nss\",source_name=\"/home/bob\"} 0\n"));
  CHECK(has(text, "rule=\"CERT-EXPIRED\",severity=\"error\"} 1\n"));
  CHECK(has(text, "rule=\"KEY-FACTORABLE\",severity=\"error\"} 1\n"));
}

TEST_CASE("samples of one metric stand together, whatever comes between, and a certificate counts once") {
  json second = audited_profile();
  second["path"] = "/home/bob/y";
  second["certificates"].push_back(second["certificates"][0]);
  second["unknown"] = {"certificates"};
  const std::string text = report_of(Format::prometheus, {audited_profile(), second});
  for (const char* name : {"x509_cert_not_before", "x509_cert_not_after", "x509_cert_expired", "x509_source_up",
                           "certferry_findings", "certferry_audit_timestamp_seconds"}) {
    CAPTURE(name);
    CHECK(count_of(text, std::string("# TYPE ") + name + " gauge\n") == 1);
  }
  CHECK(count_of(text, "\nx509_cert_not_after{") == 2);
  CHECK(has(text, "source_name=\"/home/bob/y\"} 0\n"));
}

TEST_CASE("a name cannot end a label or a line of Prometheus text") {
  const std::string text = report_of(Format::prometheus, {profile_that_bites()});
  CHECK(hides_nothing(text));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK((line.starts_with("# ") || line.starts_with("x509_") || line.starts_with("certferry_")));
  }
}

TEST_CASE("names as NSS writes them fall into their attributes, and serial numbers become decimal") {
  const std::string name = R"(E=a@b.c,CN="Doe, \"Jane\" + Co",O=Acme\, Inc.,OU=x+L=y)";
  CHECK(attribute_of(name, "CN") == "Doe, \"Jane\" + Co");
  CHECK(attribute_of(name, "O") == "Acme, Inc.");
  CHECK(attribute_of(name, "L") == "y");
  CHECK(attribute_of(name, "C").empty());
  CHECK(attribute_of("CN", "CN").empty());
  CHECK(decimal_of("0a1b2c") == "662316");
  CHECK(decimal_of("ffffffffffffffffffffffffffffffffffffffff") == "1461501637330902918203684832716283019655932542975");
  CHECK(decimal_of("00") == "0");
  CHECK(decimal_of("x").empty());
}

TEST_CASE("CSV has a row a finding and a row a place that could not be looked at, and no cell is a formula") {
  json profile = audited_profile("=cmd()");
  profile["path"] = "@SUM(1)";
  profile["user"] = "\tx";
  const std::string text = report_of(Format::csv, {profile}, full_tail());
  CHECK(count_of(text, "\r\n") == 1 + 3 + 1 + 1 + 1);
  CHECK(text.starts_with("\"host\",\"user\",\"application\",\"profile\",\"name\",\"path\",\"severity\",\"rule\","));
  CHECK(has(text, ",\"'=cmd()\",\"'@SUM(1)\",\"error\",\"CERT-EXPIRED\",\"The selected certificate has expired.\","
                  "\"alice@example.org\",\"id1\","));
  for (const char* start : {",\"=", ",\"+", ",\"-", ",\"@", ",\"\t", ",\"\r"}) CHECK_FALSE(has(text, start));
  CHECK(has(text, "\"gone\"\r\n"));
}

TEST_CASE("a name cannot end a cell or a row of CSV") {
  const std::string text = report_of(Format::csv, {profile_that_bites()});
  CHECK(hides_nothing(text));
  CHECK(count_of(text, "\n") == 4);
  CHECK(has(text, "\"Eve\"\"; </script>"));
}

TEST_CASE("the page lets its own script and style run and nothing else, and data cannot end its block") {
  const std::string text = report_of(Format::html, {profile_that_bites()}, full_tail());
  CHECK(has(text, "content=\"default-src 'none'; script-src 'sha256-"));
  CHECK(has(text, "; base-uri 'none'; form-action 'none'\">"));
  CHECK_FALSE(has(text, "unsafe-inline"));
  CHECK_FALSE(has(text, "<img src=x>"));
  CHECK_FALSE(has(text, "\nimport "));
  CHECK(count_of(text, "</script>") == 1 + 1 + 2 + 3 + 1);  // two addresses: of the identity, of the certificate
  const auto begin = text.find("{\"profile\":");
  REQUIRE(begin != std::string::npos);
  const json block = json::parse(text.substr(begin, text.find("</script>", begin) - begin));
  CHECK(block["profile"]["name"] == tests::biting_name);
}
