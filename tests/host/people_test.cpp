// SPDX-License-Identifier: MPL-2.0
#include <host/report/people.hpp>

#include <doctest/doctest.h>

using host::report::People;
using host::report::Person;
using nlohmann::json;

namespace {

const std::string judged_at = "2026-11-29T00:00:00Z";
const json can{{"ok", true}, {"reasons", json::array()}}, cannot{{"ok", false}, {"reasons", json::array()}};

json certificate_named(const char* name, const json& more = json::object()) {
  json made{{"fingerprint", name}, {"emails", json::array({"Alice@example.org"})}, {"notAfter", "2027-05-01T00:00:00Z"}, {"hasPrivateKey", true},
            {"isAuthority", false}, {"canSign", can}, {"canEncrypt", can}};
  made.update(more);
  return made;
}

json selected(const json& name, const json& verdict = can) { return {{"fingerprint", name}, {"verdict", verdict}}; }

json identity_with(const json& signing, const json& encryption) {
  return {{"id", "id1"}, {"email", "alice@example.org"}, {"signing", signing}, {"encryption", encryption}};
}

json profile_with(const json& identities, const json& certificates, const json& findings = json::array()) {
  return {{"id", "t"}, {"application", "thunderbird"}, {"user", "alice"}, {"identities", identities}, {"certificates", certificates},
          {"findings", findings}, {"unknown", json::array()}};
}

Person only_person(const std::vector<json>& profiles) {
  People people(judged_at);
  for (const json& profile : profiles) people.add(profile, "desk");
  const auto all = people.all();
  REQUIRE(all.size() == 1);
  return all.front();
}

const json usual_identities = json::array({identity_with(selected("new"), selected("new"))});

std::string old_mail(const json& certificates, const json& findings = json::array(), const json& unknown = json::array()) {
  json profile = profile_with(usual_identities, certificates, findings);
  profile["unknown"] = unknown;
  return only_person({profile}).old_mail;
}

}  // namespace

TEST_CASE("a person signs and is encrypted to until the selected certificates expire, whatever else is there") {
  const Person found = only_person({profile_with(json::array({identity_with(selected("old"), selected("new"))}),
                                                 json::array({certificate_named("new"), certificate_named("old", {{"notAfter", "2027-01-01T00:00:00Z"}})}))});
  CHECK(found.address == "alice@example.org");
  CHECK(found.user == "alice");
  CHECK(found.hosts == std::vector<std::string>{"desk"});
  CHECK(found.sign_until == "2027-01-01T00:00:00Z");
  CHECK(found.encrypt_until == "2027-05-01T00:00:00Z");
  CHECK(found.old_mail == "yes");
}

TEST_CASE("what is not selected, missing or refused cannot be done; what has expired was done until then") {
  const Person refused = only_person({profile_with(json::array({identity_with(nullptr, selected("new", cannot))}), json::array({certificate_named("new")}))});
  CHECK(refused.sign_until.empty());
  CHECK(refused.encrypt_until.empty());
  CHECK(refused.steps == std::vector<std::string>{"See why with: certferry explain"});
  CHECK(only_person({profile_with(json::array({identity_with(selected(nullptr), selected("new"))}), json::array())}).sign_until.empty());
  const Person past = only_person({profile_with(json::array({identity_with(selected("new", cannot), nullptr)}),
                                                json::array({certificate_named("new", {{"notAfter", "2026-01-01T00:00:00Z"}})}))});
  CHECK(past.sign_until == "2026-01-01T00:00:00Z");
}

TEST_CASE("one person in two applications is one, and the identities count; on two hosts it is two") {
  json browser = profile_with(json::array(), json::array({certificate_named("newer", {{"notAfter", "2028-01-01T00:00:00Z"}})}));
  const json mail = profile_with(usual_identities, json::array({certificate_named("new")}));
  CHECK(only_person({mail, browser}).sign_until == "2027-05-01T00:00:00Z");
  People people(judged_at);
  people.add(mail, "desk");
  browser["hosts"] = json::array({"lap"});
  people.add(browser, "desk");
  CHECK(people.all().size() == 2);
}

TEST_CASE("a certificate that only a browser has is to be moved") {
  const Person found = only_person({profile_with(json::array(), json::array({certificate_named("new")}))});
  CHECK(found.sign_until == "2027-05-01T00:00:00Z");
  CHECK(found.steps.back().ends_with("certferry migrate"));
}

TEST_CASE("old mail is readable with all keys, not without one, and nobody knows without a key database") {
  const json own = certificate_named("new");
  CHECK(old_mail(json::array({own})) == "yes");
  CHECK(old_mail(json::array({own, certificate_named("old", {{"hasPrivateKey", false}})})) == "no");
  CHECK(old_mail(json::array({own}), json::array({{{"rule", "KEY-MISSING-FOR-OLD-MAIL"}, {"severity", "note"}, {"certificate", "gone"},
                                       {"evidence", {{"addresses", json::array({"alice@example.org"})}}}}})) == "no");
  CHECK(old_mail(json::array({certificate_named("new", {{"hasPrivateKey", nullptr}})})) == "unknown");
  CHECK(old_mail(json::array({own}), json::array(), json::array({"private-keys"})) == "unknown");
  CHECK(old_mail(json::array()).empty());
}

TEST_CASE("what to do are the fixes of what is about this person, the worst first, each once") {
  const auto about = [](const char* severity, const char* text, const json& more) {
    json made{{"rule", "R"}, {"severity", severity}, {"fix", {{"text", text}}}, {"evidence", json::object()}};
    made.update(more);
    return made;
  };
  const Person found = only_person({profile_with(usual_identities, json::array({certificate_named("new")}),
      json::array({about("warning", "second", {{"certificate", "new"}}), about("error", "first", {{"identity", "id1"}}),
       about("error", "first", {{"certificate", "new"}}), about("error", "another's", {{"identity", "id9"}}),
       about("error", "the store's", {{"file", "key4.db"}}), about("note", "a note's", {{"certificate", "new"}})}))});
  CHECK(found.steps == std::vector<std::string>{"first", "second"});
  CHECK(found.severity == "error");
}

TEST_CASE("a certificate with very many addresses, and findings about them, are added up in the time that it takes to read them") {
  constexpr std::size_t many = 20'000;
  json addresses = json::array(), findings = json::array();
  for (std::size_t at = 0; at < many; ++at) {
    addresses.push_back("A" + std::to_string(at) + "@example.org");
    findings.push_back({{"rule", "R"}, {"severity", "warning"}, {"certificate", "new"}, {"fix", {{"text", "step " + std::to_string(at / 2)}}}, {"evidence", json::object()}});
  }
  People people(judged_at);
  people.add(profile_with(json::array(), json::array({certificate_named("new", {{"emails", addresses}})}), findings), "desk");
  const auto all = people.all();
  REQUIRE(all.size() == many);
  CHECK(all.back().address == "a9@example.org");
  CHECK(all.back().steps == std::vector<std::string>{"step 0", "step 1", "step 2"});
}

TEST_CASE("steps come in the order of the findings, whatever they are about") {
  const auto about = [](const char* text, const json& more) {
    json made{{"rule", "R"}, {"severity", "warning"}, {"fix", {{"text", text}}}, {"evidence", json::object()}};
    made.update(more);
    return made;
  };
  const Person found = only_person({profile_with(usual_identities, json::array({certificate_named("new")}),
      json::array({about("of the address", {{"evidence", {{"address", "ALICE@example.org"}}}}), about("of the identity", {{"identity", "id1"}}),
                   about("of the certificate", {{"certificate", "new"}}), about("of the address", {{"identity", "id1"}}), about("a fourth", {{"identity", "id1"}})}))});
  CHECK(found.steps == std::vector<std::string>{"of the address", "of the identity", "of the certificate"});
}

TEST_CASE("profiles of other types than promised name nobody") {
  for (const json& odd : {json(), json(1), json("text"), json::array({1, nullptr}), json{{"a", 1}}}) {
    People people(judged_at);
    people.add(odd, "");
    people.add(profile_with(odd, odd, odd), "");
    CHECK(people.all().empty());
  }
}
