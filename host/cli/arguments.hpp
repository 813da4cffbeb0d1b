// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

namespace host::cli {

/// The command line is wrong. `what` may show what was typed to the one who typed it; `safe` quotes nothing.
class UsageError : public std::runtime_error {
 public:
  UsageError(const std::string& shown, std::string safe)
      : std::runtime_error(shown), m_safe(std::move(safe)) {}
  explicit UsageError(const std::string& safe) : UsageError(safe, safe) {}
  const std::string& safe() const { return m_safe; }

 private:
  std::string m_safe;
};

/// All commands with their options and help; the one definition for parsing, help and completion.
class Arguments {
 public:
  Arguments();
  ~Arguments();

  /// Nothing if help or version was wanted: `wanted_text` is then what to print. Throws UsageError.
  std::optional<Options> parse(int count, const char* const* words);
  const std::string& wanted_text() const { return m_wanted_text; }
  const CLI::App& app() const { return *m_app; }

 private:
  Options m_options;
  std::unique_ptr<CLI::App> m_app;
  std::string m_wanted_text;
};

}  // namespace host::cli
