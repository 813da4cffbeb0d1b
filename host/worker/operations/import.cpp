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

key_file::File read_file(const json& data) {
  const auto bytes = nssbridge::from_base64(data.get_ref<const std::string&>());
  if (!bytes) throw Error(Kind::invalid_request, "\"data\" is not base64.");
  return key_file::read(*bytes);
}

/// The key file, and with it what came in files of certificates alone.
key_file::File read_files(const json& params) {
  auto file = read_file(params.at("data"));
  for (const auto& data : params.value("bundles", json::array())) {
    auto bundle = read_file(data);
    if (bundle.needs_password())
      throw Error(Kind::invalid_request, "Only the first file may hold keys; behind it stand files of certificates. Import key files one "
                                         "after the other.");
    std::ranges::move(bundle.bags, std::back_inserter(file.bags));
    if (file.bags.size() > key_file::most_bags)
      throw Error(Kind::too_large, "The files hold more than 10,000 certificates in all. Import them one after the other.");
  }
  return file;
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
