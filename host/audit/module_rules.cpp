// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>
#include <array>
#include <set>

/// MOD-*: PKCS#11 modules of others, as pkcs11.txt names them. None is ever loaded.
namespace host::audit {
namespace {

/// What Firefox and Thunderbird bring themselves.
constexpr std::array<std::string_view, 3> of_the_application{"libnssckbi.so", "libosclientcerts.so", "libipcclientcerts.so"};

/// Windows writes other slashes, and a copy may come from there.
std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

bool is_opensc(std::string_view library) { return file_name(library).find("opensc-pkcs11") != std::string_view::npos; }

bool is_ours(const Facts& facts, const Module& module) {
  const bool safe = facts.is_copy || (module.place && module.place->only_root_can_change);
  return safe && std::ranges::find(of_the_application, file_name(module.library)) != of_the_application.end();
}

Finding about(RuleId rule, Severity severity, const Module& module, std::string message) {
  Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
  finding.file = "pkcs11.txt";
  finding.evidence = {{"name", module.name}, {"library", module.library}};
  finding.subject = module.name + "\n" + module.library;
  return finding;
}

void check_module(Examination& examination, const Module& module) {
  const auto& place = module.place;
  const bool known = place && !examination.facts().is_copy;
  if (known && !place->exists)
    examination.add(about(RuleId("MOD-UNKNOWN"), Severity::error, module, "Its library is missing; whoever can put one there runs inside the application."));
  else if (known && !place->only_root_can_change)
    examination.add(about(RuleId("MOD-UNKNOWN"), Severity::error, module, "Others than root can change its library, and it runs inside the application."));
  else
    examination.add(about(RuleId("MOD-UNKNOWN"), Severity::warning, module, "It runs inside the application and sees its keys at work."));
}

}  // namespace

void check_modules(Examination& examination) {
  const auto& modules = examination.facts().modules;
  if (!modules) return;
  std::set<std::string> libraries;
  bool opensc = false;
  for (const auto& module : *modules) {
    if (!is_ours(examination.facts(), module)) check_module(examination, module);
    const bool second_opensc = is_opensc(module.library) && std::exchange(opensc, true);
    if (!libraries.insert(module.library).second || second_opensc)
      examination.add(about(RuleId("MOD-DUPLICATE"), Severity::warning, module,
                            second_opensc ? "Another module of OpenSC is loaded too." : "The same library is loaded under another name too."));
  }
}

}  // namespace host::audit
