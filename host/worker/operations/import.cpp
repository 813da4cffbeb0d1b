// SPDX-License-Identifier: MPL-2.0
#include <host/migration/run.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/operations/operations.hpp>
#include <host/worker/values_json.hpp>
#include <host/worker/wishes.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
namespace key_file = nssbridge::key_file;

namespace {

nssbridge::Bytes octets_of(const json& data) {
  auto bytes = nssbridge::from_base64(data.get_ref<const std::string&>());
  if (!bytes) throw Error(Kind::invalid_request, "\"data\" is not base64.");
  return std::move(*bytes);
}

void add_companion(nssbridge::Bytes companion, migration::GivenFiles& given) {
  if (given.companion)
    throw Error(Kind::invalid_request, "Only one file can be the one that lay beside the key file. Name the one that was written with it.");
  if (companion.size() > key_file::largest_companion)
    throw Error(Kind::too_large, "The file beside the key file is larger than any that Certferry writes. Take another copy of it, or move it "
                                 "away to bring back the key file alone.");
  given.companion = std::move(companion);
}

void add_certificates(nssbridge::BytesView bundle, key_file::File& file) {
  auto more = key_file::read(bundle);
  if (more.needs_password())
    throw Error(Kind::invalid_request, "Only the first file may hold keys; behind it stand files of certificates. Import key files one "
                                       "after the other.");
  std::ranges::move(more.bags, std::back_inserter(file.bags));
  if (file.bags.size() > key_file::most_bags)
    throw Error(Kind::too_large, "The files hold more than 10,000 certificates in all. Import them one after the other.");
}

/// The key file, and with it what came in files of certificates alone or lay beside it.
migration::GivenFiles read_files(const json& params) {
  migration::GivenFiles given;
  given.key_file = octets_of(params.at("data"));
  if (exporting::is_companion(given.key_file))
    throw Error(Kind::bad_file, "This is no key file. If Certferry wrote it beside one, name the key file; that one is then read with it.");
  given.file = key_file::read(given.key_file);
  for (const auto& data : params.value("bundles", json::array())) {
    auto bundle = octets_of(data);
    if (exporting::is_companion(bundle))
      add_companion(std::move(bundle), given);
    else
      add_certificates(bundle, given.file);
  }
  return given;
}

}  // namespace

json import_key_file(session::Session& session) {
  const auto profile = session.required_profile("profile");
  const bool dry = session.params().value("dryRun", false);
  if (dry)
    settle_on({profile.path});
  else
    settle_on({}, &profile.path);
  migration::KeyFileSource source(read_files(session.params()), profile, dry);
  auto wishes = wishes_of(session);
  wishes.everything = true;
  json result;
  const auto use = [&](const migration::Plan& plan) { result = to_json(plan, nullptr, profile, !dry); };
  if (dry)
    migration::preview(session, source, profile, wishes, use);
  else
    migration::run(session, source, profile, wishes, use);
  return result;
}

}  // namespace host::worker
