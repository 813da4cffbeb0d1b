// SPDX-License-Identifier: MPL-2.0
// certferry.json of the administrator and of the person, divided by "%%".
#include <host/front/configuration.hpp>

#include <unistd.h>

#include "support/promise.hpp"
#include "support/scratch.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, second] = fuzz::parts_of<2>(fuzz::text_of(data, size));
  const host::front::ConfigurationFiles files{fuzz::write_file("etc/certferry.json", first), fuzz::write_file("home/certferry.json", second)};
  const auto read = [](const host::front::ConfigurationFiles& some) {
    return fuzz::unless_refused([&] { return host::front::read_configuration(some, ::geteuid()); });
  };
  const auto both = read(files), administrator = read({files.administrator, {}}), person = read({{}, files.person});
  fuzz::promise(both.has_value() == (administrator && person), "both files must be good, and nothing else");
  if (!both) return 0;
  for (const auto& folder : both->nss_folders) fuzz::promise(folder.is_absolute(), "a folder is absolute");
  fuzz::promise(both->allowed_extensions.size() ==
                    administrator->allowed_extensions.size() + person->allowed_extensions.size(),
                "lists grow");
  return 0;
}
