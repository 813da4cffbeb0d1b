// SPDX-License-Identifier: MPL-2.0
// profiles.ini, installs.ini and compatibility.ini.
#include <host/profiles/ini.hpp>

#include <algorithm>

#include "support/promise.hpp"

using host::profiles::Ini;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto ini = Ini::parse(text);
  const auto sections = ini.sections();
  fuzz::promise(std::ranges::is_sorted(sections) && std::ranges::adjacent_find(sections) == sections.end(),
                "each section is named once");
  for (const auto& section : sections) {
    fuzz::promise(!section.empty() && section.find_first_of("[]\r\n") == std::string::npos,
                  "a section's name is one");
    for (const char* key :
         {"Path", "Name", "Default", "IsRelative", "LastVersion", "LastPlatformDir", "LastAppDir"}) {
      const auto value = ini.get(section, key);
      if (!value) continue;
      fuzz::promise(value->find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
                    "a value is within its line");
      const auto alone = "[" + section + "]\n" + key + "=" + *value;
      fuzz::promise(Ini::parse(alone).get(section, key) == value, "a value written alone is read the same");
    }
  }
  fuzz::promise(ini.sections() == Ini::parse(std::string(text) + "\n[").sections(),
                "an unclosed bracket hides nothing");
  return 0;
}
