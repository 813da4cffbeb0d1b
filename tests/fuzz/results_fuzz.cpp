// SPDX-License-Identifier: MPL-2.0
// Results of a worker, which parses hostile files, as the command line shows them.
#include <host/cli/render.hpp>
#include <host/cli/status.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/schema.hpp>
#include <host/protocol/strict_json.hpp>

#include <nlohmann/json.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using host::cli::Style;
using nlohmann::json;
namespace schema = host::protocol::schema;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto result =
      fuzz::unless_refused([&] { return host::protocol::parse_strictly(fuzz::text_of(data, size)); });
  if (!result) return 0;
  const Style plain(false);
  using Render = std::string (*)(const json&, const Style&);
  for (const Render render : {Render{host::cli::render_profiles}, Render{host::cli::render_certificates},
                              Render{host::cli::render_identities}, Render{host::cli::render_migration},
                              Render{host::cli::render_selection}, Render{host::cli::render_backups},
                              Render{host::cli::render_restored}})
    fuzz::promise(fuzz::is_harmless(render(*result, plain), true), "a result on a terminal is harmless");
  const auto error = host::protocol::error_from_json(*result);
  fuzz::promise(fuzz::is_harmless(host::cli::render_error(error, plain), true),
                "an error on a terminal is harmless");
  for (const auto& operation : host::protocol::operations()) {
    const int status = host::cli::status_of(std::string(operation.method), *result);
    fuzz::promise(status >= 0 && status <= 130, "an exit status is a documented one");
    const auto fault = schema::fault(operation.method, schema::Side::result, *result);
    if (fault)
      fuzz::promise(fuzz::is_harmless(*fault), "what is wrong with a result is said in harmless words");
  }
  return 0;
}
