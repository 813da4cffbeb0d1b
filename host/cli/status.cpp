// SPDX-License-Identifier: MPL-2.0
#include <host/cli/status.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::cli {
namespace {

using nlohmann::json;

bool has_value(const json& items, const char* name, const json& value) {
  return std::any_of(items.begin(), items.end(),
                     [&](const json& item) { return member(item, name) == value; });
}

bool is_incomplete(const json& certificate) {
  const json& checks = member(certificate, "checks");
  const bool refused =
      std::any_of(checks.begin(), checks.end(), [](const json& check) { return check == false; });
  const bool keeps_out = member(member(certificate, "reason"), "kind") == "change";
  return refused || keeps_out || certificate.contains("error") || has_value(member(certificate, "roots"), "action", "ask");
}

bool all_are_ok(const json& list, const char* verdict) {
  return std::all_of(list.begin(), list.end(), [verdict](const json& each) { return is_true(member(each, verdict), "ok"); });
}

/// Of a folder most is not signed; of what is, all has to be known now.
Status status_of_lessons(const json& counts) {
  const auto sum = [&counts](auto... outcomes) { return (number_member(counts, outcomes) + ...); };
  return sum("learned", "present") > 0 && sum("root-not-trusted", "change", "invalid") == 0 ? done : not_all;
}

}  // namespace

Status status_of(const std::string& method, const json& result) {
  if (method == "uninstall") return is_true(result, "complete") ? done : not_all;
  if (method == "doctor.run")
    return has_value(member(result, "findings"), "severity", "error") ? not_all : done;
  if (method == "pkcs12.export")
    return has_value(member(result, "certificates"), "outcome", "left-out") ? not_all : done;
  if (method == "messages.verify") return is_true(result, "valid") ? done : not_all;
  if (method == "recipients.learn") return status_of_lessons(member(result, "counts"));
  if (method == "recipients.check") return all_are_ok(member(result, "recipients"), "canEncrypt") ? done : not_all;
  if (method == "selection.explain") return all_are_ok(member(result, "identities"), "canSign") ? done : not_all;
  // Also a dry run of an import has no backup to name.
  const bool ran = method == "migration.run" || (method == "pkcs12.import" && result.contains("backup"));
  if (!ran) return done;
  const json& certificates = member(result, "certificates");
  const json& identities = member(result, "identities");
  const bool failures =
      has_value(certificates, "outcome", "failed") || has_value(identities, "outcome", "failed");
  const json& beside = member(result, "beside");
  const bool rest_is_incomplete = beside.contains("error") || has_value(member(beside, "trust"), "action", "ask");
  return failures || rest_is_incomplete || std::any_of(certificates.begin(), certificates.end(), is_incomplete) ? not_all : done;
}

Status status_of(const nssbridge::Error& error) {
  using nssbridge::Kind;
  if (error.kind() == Kind::invalid_request || error.kind() == Kind::unknown_method) return usage;
  return error.kind() == Kind::cancelled ? cancelled : failed;
}

}  // namespace host::cli
