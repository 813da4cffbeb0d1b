// SPDX-License-Identifier: MPL-2.0
#include <host/cli/share.hpp>

#include <host/cli/arguments.hpp>
#include <host/cli/requests.hpp>
#include <host/front/new_file.hpp>
#include <host/front/nobody.hpp>
#include <host/front/setup.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {

using nlohmann::json;
namespace fs = std::filesystem;

json share(const Options& options, const front::Cancellation& cancellation) {
  const fs::path file = front::path_of_new_file(options.out.value_or(""));
  front::Request request{.method = "certificates.share", .command_line = true};
  request.params = {{"name", nssbridge::to_valid_utf8(file.filename().native())}, {"certificate", fingerprint_digits(options.certificates.front(), fewest_digits)}};
  request.profile_paths["profile"] = options.profile.value_or("");
  const front::Workers workers(front::find_setup(front::read_configuration()), cancellation);
  front::Nobody nobody;
  json result = workers.run(request, nobody);
  const auto octets = nssbridge::from_base64(result.at("data").get_ref<const std::string&>());
  if (!octets) throw nssbridge::Error(nssbridge::Kind::internal, "What was to be written is not what was expected.");
  front::NewFile written(front::open_folder(file.parent_path()), file.filename());
  written.write(*octets);
  written.publish();
  result.erase("data");
  result["file"] = nssbridge::to_valid_utf8(file.native());
  return result;
}

}  // namespace host::cli
