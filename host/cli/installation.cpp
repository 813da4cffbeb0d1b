// SPDX-License-Identifier: MPL-2.0
#include <host/cli/installation.hpp>
#include <host/front/nobody.hpp>
#include <host/install/install.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {
namespace {

using nlohmann::json;

install::Scope scope_of(const Options& options) {
  return options.for_system ? install::Scope::system : install::Scope::user;
}

json remains(const std::function<front::Workers()>& workers) {
  try {
    front::Nobody nobody;
    return workers().run({.method = "remains.list"}, nobody).at("remains");
  } catch (const nssbridge::Error& error) {
    if (error.kind() == nssbridge::Kind::cancelled) throw;
    return nullptr;
  } catch (const json::exception&) {
    return nullptr;
  }
}

}  // namespace

json install(const Options& options) {
  install::Wishes wishes;
  const bool both = options.for_firefox == options.for_thunderbird;
  wishes.firefox = both || options.for_firefox;
  wishes.thunderbird = both || options.for_thunderbird;
  wishes.allow = options.allow_extensions;
  wishes.refuse = options.refuse_extensions;
  wishes.print = options.print;
  return install::install(install::this_setting(scope_of(options)), wishes);
}

json uninstall(const Options& options, const std::function<front::Workers()>& workers) {
  const auto setting = install::this_setting(scope_of(options));
  json left = options.for_system ? json() : remains(workers);
  json result = install::uninstall(setting);
  result["remains"] = std::move(left);
  return result;
}

}  // namespace host::cli
