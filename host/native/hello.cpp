// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>
#include <host/native/hello.hpp>
#include <host/native/parts.hpp>
#include <host/protocol/operations.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <system_error>

namespace host::native {
namespace {

using front::NssFolder;
using front::Origin;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::uint64_t our_protocol = 1;

void check_protocol(const json& params) {
  const json& range = params["protocol"];
  if (range[0] > range[1])
    throw Error(Kind::invalid_request,
                "The member \"protocol\" must be the lowest and the highest version that the client speaks.");
  if (range[0].get<std::uint64_t>() > our_protocol)
    throw Error(Kind::version_mismatch, "Certferry on this computer is too old for the add-on. Update it.")
        .with_update("host");
  if (range[1].get<std::uint64_t>() < our_protocol)
    throw Error(Kind::version_mismatch,
                "The add-on is too old for Certferry on this computer. Update the add-on.")
        .with_update("extension");
}

json methods_for(Access access) {
  json methods = json::array({"hello", "ping"});
  for (const protocol::Operation& operation : protocol::operations())
    if (may_call(access, operation.method)) methods.push_back(operation.method);
  return methods;
}

/// Whose libraries they are. A configured folder is told by what lies beside them.
std::string_view origin_of(const NssFolder& nss) {
  if (nss.origin != Origin::configured) return name_of(nss.origin);
  std::error_code failed;
  for (const char* application : {"thunderbird", "firefox"})
    if (std::filesystem::is_regular_file(nss.folder / application, failed)) return application;
  return name_of(Origin::system);
}

json nss_json(std::span<const NssFolder> folders, const doctor::Words& words) {
  if (folders.empty()) return nullptr;
  const NssFolder& newest = folders.front();
  const auto softoken = front::nss_version_in(newest.folder / "libsoftokn3.so");
  return {{"version", newest.version_text},
          {"softoken", softoken.value_or(newest.version_text)},
          {"library", words.path(newest.folder / "libnss3.so")},
          {"origin", origin_of(newest)}};
}

json caller_json(const Caller& caller, Access access) {
  const bool tellable = caller.id && front::is_extension_id(*caller.id);
  return {{"id", tellable ? json(*caller.id) : json()}, {"allowed", access != Access::introduction}};
}

}  // namespace

json hello(const json& params, const Caller& caller, Access access, std::span<const NssFolder> nss_folders,
           const doctor::Words& words) {
  protocol::check_params("hello", params);
  check_protocol(params);
  return {{"protocol", our_protocol},
          {"hostVersion", CERTFERRY_VERSION},
          {"methods", methods_for(access)},
          {"limits", {{"maxRequestBytes", largest_request}, {"maxFrameBytes", largest_frame}}},
          {"caller", caller_json(caller, access)},
          {"nss", nss_json(nss_folders, words)}};
}

}  // namespace host::native
