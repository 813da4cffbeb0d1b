// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace host::cli {

/// A script that completes commands, options and their fixed words in "bash", "zsh" or "fish".
std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace host::cli
