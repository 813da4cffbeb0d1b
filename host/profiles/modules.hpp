// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace host::profiles {

/// A PKCS#11 module that a profile names, for smart cards and the like.
struct NamedModule {
  std::string name;     ///< as the application shows it; from outside
  std::string library;  ///< as it stands there: need be neither absolute, nor UTF-8, nor there
};

/// The bytes of `pkcs11.txt`; empty where there is none that can be read.
std::string module_list(const std::filesystem::path& profile);

/// The modules of a `pkcs11.txt` in its order, without NSS's own, which has no file. The file is data here: nothing is
/// loaded. Its form is that of nssutil_ReadSecmodDB (lib/util/utilmod.c): blocks of `key=value` lines between empty ones.
std::vector<NamedModule> parse_modules(std::string_view text);

}  // namespace host::profiles
