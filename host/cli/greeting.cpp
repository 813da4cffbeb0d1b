// SPDX-License-Identifier: MPL-2.0
#include <host/cli/greeting.hpp>
#include <host/front/setup.hpp>
#include <host/native/hello.hpp>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace host::cli {

bool is_greeting(std::string_view method) { return method == "hello" || method == "ping"; }

nlohmann::json greet(const front::Request& request) {
  if (request.method == "ping") return nlohmann::json::object();
  const auto setup = front::find_setup(front::read_configuration());
  return native::hello(request.params, {.id = {}, .process = ::getppid()}, native::Access::everything, setup.nss_folders,
                       doctor::Words(doctor::Detail::everything, {}));
}

}  // namespace host::cli
