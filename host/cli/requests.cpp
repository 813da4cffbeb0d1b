// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/greeting.hpp>
#include <host/cli/requests.hpp>
#include <host/front/key_file_place.hpp>
#include <host/front/named_file.hpp>
#include <host/mail/limits.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/strict_json.hpp>
#include <nssbridge/key_file.hpp>
#include <nssbridge/values.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <span>

namespace host::cli {
namespace {

namespace fs = std::filesystem;
using front::Request;
using nlohmann::json;

constexpr std::size_t all_digits = 64;

void add_profile(Request& request, const char* name, const std::optional<std::string>& typed) {
  if (!typed) return;
  if (typed->empty()) throw UsageError("A profile is named by its id or its folder; the name is empty.");
  request.profile_paths[name] = *typed;
}

void add_tokens(Request& request, const Options& options) {
  if (options.tokens) request.params["tokens"] = true;
  request.module_paths = options.modules;
}

void add_yes_no(json& params, const char* name, const std::optional<std::string>& typed) {
  if (typed) params[name] = *typed == "yes";
}

void add_selected(json& params, const char* name, const std::optional<std::string>& typed) {
  if (!typed) return;
  params[name] = *typed == "none" ? json() : json(fingerprint_digits(*typed, fewest_digits));
}

Request certificates_request(const Options& options) {
  Request request{.method = "certificates.list"};
  if (options.kind) request.params["kind"] = *options.kind;
  add_tokens(request, options);
  return request;
}

std::vector<std::string> certificate_prefixes(const Options& options) {
  std::vector<std::string> prefixes;
  for (const std::string& typed : options.certificates) prefixes.push_back(fingerprint_digits(typed, fewest_digits));
  return prefixes;
}

Request migrate_request(const Options& options) {
  Request request{.method = options.dry_run ? "migration.plan" : "migration.run"};
  request.certificate_prefixes = certificate_prefixes(options);
  for (const std::string& typed : options.trust_roots)
    request.params["trustRoots"].push_back(fingerprint_digits(typed, all_digits));
  if (options.no_select) request.params["select"] = false;
  if (options.renew) request.params["renew"] = true;
  if (options.correspondents) request.params["correspondents"] = true;
  add_yes_no(request.params, "signByDefault", options.sign_by_default);
  return request;
}

Request select_request(const Options& options) {
  const bool chooses = options.signing || options.encryption || options.sign_by_default || options.encrypt_by_default || options.technology;
  if (!chooses && !options.undo && !options.cancel_pending)
    throw UsageError("select takes what shall be chosen, --signing, --encryption or a switch, or --undo or --cancel-pending.");
  Request request{.method = "selection.set"};
  request.params["identity"] = options.identity.value_or("");
  add_selected(request.params, "signing", options.signing);
  add_selected(request.params, "encryption", options.encryption);
  add_yes_no(request.params, "signByDefault", options.sign_by_default);
  if (options.encrypt_by_default) request.params["encryptByDefault"] = *options.encrypt_by_default;
  if (options.technology) request.params["technology"] = *options.technology;
  if (options.undo) request.params["undo"] = true;
  if (options.cancel_pending) request.params["cancelPending"] = true;
  add_tokens(request, options);
  return request;
}

Request export_request(const Options& options) {
  if (!options.all && options.certificates.empty())
    throw UsageError("export takes --all or --certificate, for what goes into the file.");
  Request request{.method = "pkcs12.export"};
  request.certificate_prefixes = certificate_prefixes(options);
  if (options.all) request.params["certificates"] = "all";
  if (options.compatible) request.params["compatible"] = true;
  request.empty_password_allowed = options.allow_empty_password;
  return request;
}

Request explain_request(const Options& options) {
  Request request{.method = "selection.explain"};
  if (options.identity) request.params["identity"] = *options.identity;
  add_tokens(request, options);
  return request;
}

std::string as_base64(const std::string& octets) {
  return nssbridge::to_base64({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
}

/// The person named the files, so the command reads them: what parses them can open nothing but profiles.
std::string file_as_base64(const fs::path& path, std::size_t most) { return as_base64(front::read_named_file(path, most)); }

/// What stands behind the key file; also what lies beside a whole backup's key file under its own name, named or not.
std::vector<std::string> further_files(const std::vector<std::string>& files) {
  std::vector<std::string> further;
  const fs::path beside = front::companion_name(files.front());
  std::error_code absent;
  bool is_named = false;
  for (const fs::path named : std::span(files).subspan(1)) {
    further.push_back(file_as_base64(named, nssbridge::key_file::largest_companion));
    is_named = is_named || fs::equivalent(named, beside, absent);
  }
  if (is_named) return further;
  if (const auto octets = front::read_file_beside(beside, nssbridge::key_file::largest_companion)) further.push_back(as_base64(*octets));
  return further;
}

Request import_request(const Options& options) {
  Request request{.method = "pkcs12.import"};
  request.file_name = fs::path(options.files.front()).filename().string();
  request.params["data"] = file_as_base64(options.files.front(), nssbridge::key_file::largest_file);
  for (auto& file : further_files(options.files)) request.params["bundles"].push_back(std::move(file));
  for (const std::string& typed : options.trust_roots)
    request.params["trustRoots"].push_back(fingerprint_digits(typed, all_digits));
  if (options.no_select) request.params["select"] = false;
  if (options.dry_run) request.params["dryRun"] = true;
  return request;
}

Request verify_request(const Options& options) {
  Request request{.method = "messages.verify"};
  request.params["message"] = file_as_base64(options.files.front(), mail::largest_message);
  return request;
}

Request learn_request(const Options& options) {
  Request request{.method = "recipients.learn"};
  request.given_files = std::make_shared<front::GivenFiles>(options.files);
  for (const std::string& typed : options.trust_roots)
    request.params["trustRoots"].push_back(fingerprint_digits(typed, all_digits));
  for (const std::string& typed : options.accept_changes)
    request.params["acceptChanges"].push_back(fingerprint_digits(typed, all_digits));
  if (options.dry_run) request.params["dryRun"] = true;
  return request;
}

Request recipients_request(const Options& options) {
  Request request{.method = "recipients.check"};
  request.params["addresses"] = options.addresses;
  return request;
}

Request restore_request(const Options& options) {
  if (!options.backup) return {.method = "backups.list"};
  Request request{.method = "backups.restore"};
  request.params["name"] = *options.backup;
  return request;
}

/// Exactly what a program could send: no paths, no prefixes, the strict shapes.
Request call_request(const Options& options) {
  if (!is_greeting(options.method)) protocol::operation(options.method);
  Request request{.method = options.method};
  if (options.params) request.params = protocol::parse_strictly(*options.params);
  protocol::check_params(options.method, request.params);
  return request;
}

}  // namespace

std::string fingerprint_digits(const std::string& typed, std::size_t fewest) {
  std::string digits;
  for (const char typed_character : typed) {
    if (typed_character == ' ' || typed_character == ':') continue;
    const bool upper = typed_character >= 'A' && typed_character <= 'F';
    digits += upper ? static_cast<char>(typed_character - 'A' + 'a') : typed_character;
  }
  const bool hexadecimal = digits.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (hexadecimal && digits.size() >= fewest && digits.size() <= all_digits) return digits;
  if (fewest == all_digits)
    throw UsageError(
        "Where trust is given, all 64 hexadecimal digits of a fingerprint are wanted; a shorter one could be "
        "another certificate's.");
  throw UsageError("A certificate is named by 8 to 64 hexadecimal digits of its SHA-256 fingerprint.");
}

Request request_for(const Options& options) {
  using Maker = std::function<Request(const Options&)>;
  static const std::map<std::string, Maker> makers{
      {"profiles", [](const Options&) { return Request{.method = "profiles.list"}; }},
      {"certificates", certificates_request},
      {"identities", [](const Options&) { return Request{.method = "identities.list"}; }},
      {"migrate", migrate_request},
      {"import", import_request},
      {"select", select_request},
      {"export", export_request},
      {"explain", explain_request},
      {"verify", verify_request},
      {"learn", learn_request},
      {"recipients", recipients_request},
      {"restore", restore_request},
      {"doctor", [](const Options&) { return Request{.method = "doctor.run"}; }},
      {"call", call_request},
  };
  Request request = makers.at(options.command)(options);
  request.command_line = options.command != "call";
  add_profile(request, "profile", options.profile);
  add_profile(request, "from", options.from);
  add_profile(request, "to", options.to);
  return request;
}

}  // namespace host::cli
