// SPDX-License-Identifier: MPL-2.0
// The file of arguments that the module of Ansible reads.
#include <host/cli/module_arguments.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto arguments = fuzz::unless_refused([&] { return host::cli::read_module_arguments(fuzz::text_of(data, size)); });
  if (!arguments) return 0;
  const auto& options = arguments->options;
  fuzz::promise(options.password_descriptors.empty() && !options.out && !options.baseline, "it reads no secret and writes no file");
  for (const auto* list : {&options.profiles, &options.roots})
    for (const auto& each : *list) fuzz::promise(each.find('\0') == std::string::npos, "a name is whole where C reads it");
  fuzz::promise(!options.homes || options.all_users, "homes go with all users");
  return 0;
}
