// SPDX-License-Identifier: MPL-2.0
#include <host/cli/ansible_module.hpp>

#include <host/cli/arguments.hpp>
#include <host/cli/audit.hpp>
#include <host/cli/module_arguments.hpp>
#include <host/front/named_file.hpp>
#include <host/front/setup.hpp>
#include <host/front/signals.hpp>
#include <host/text/shown.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace host::cli {
namespace {

using nssbridge::Error;
using nssbridge::Kind;
using Members = nlohmann::ordered_json;

constexpr std::string_view module_name = "certferry_audit";
/// What Ansible puts before the names of all modules on the computer where they run.
constexpr std::string_view prefix_of_ansible = "AnsiballZ_";

bool write_answer(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return std::fflush(stdout) == 0 && written;
}

int module_failure(const Error& error) {
  std::string message = error.message();
  if (error.fix()) message += " " + error.fix()->text + (error.fix()->command ? ": " + *error.fix()->command : "");
  write_answer(Members{{"changed", false}, {"failed", true}, {"msg", message}, {"kind", nssbridge::name_of(error.kind())}}.dump() + "\n");
  return 1;
}

std::string message_of(const CollectedAudit& audit) {
  const auto& [findings, unreachable] = audit.totals;
  std::string message = text::count_of(audit.profiles, "profile") + ": " + text::count_of(findings.error, "error") + ", " +
                        text::count_of(findings.warning, "warning") + ", " + text::count_of(findings.note, "note") + ".";
  if (unreachable > 0) message += " " + text::count_of(unreachable, "place") + " could not be looked at.";
  return message;
}

/// The document goes in as it was written: it may have many MiB.
std::string answer_of(const CollectedAudit& audit) {
  const auto& [findings, unreachable] = audit.totals;
  std::string answer = Members{{"changed", false},
                               {"failed", false},
                               {"msg", message_of(audit)},
                               {"summary",
                                {{"profiles", audit.profiles},
                                 {"error", findings.error},
                                 {"warning", findings.warning},
                                 {"note", findings.note},
                                 {"not_looked_at", unreachable}}}}
                           .dump();
  answer.pop_back();
  return answer + ", \"audit\": " + audit.document + "}\n";
}

CollectedAudit audit_as_module(int count, const char* const* words) {
  if (count != 2)
    throw Error(Kind::invalid_request, "As a module of Ansible the program takes one argument, the file with the module's arguments.");
  const auto arguments = read_module_arguments(front::read_named_file(words[1], most_octets_of_module_arguments));
  if (arguments.options.all_users && ::geteuid() != 0)
    throw Error(Kind::permission_denied, "all_users enters the homes of all users, which only root may. Let the task become root: become: true");
  front::Cancellation cancellation;
  const front::CancellingSignals signals(cancellation);
  const front::Workers workers(
      front::find_setup(front::read_configuration(), front::find_worker_program_in(arguments.programs)), cancellation);
  return audit_for_collector(arguments.options, workers);
}

}  // namespace

bool is_ansible_module(std::string_view program) {
  std::string_view name = program.substr(program.rfind('/') + 1);
  if (name.starts_with(prefix_of_ansible)) name.remove_prefix(prefix_of_ansible.size());
  return name == module_name;
}

int run_ansible_module(int count, const char* const* words) {
  try {
    return write_answer(answer_of(audit_as_module(count, words))) ? 0 : 1;
  } catch (const UsageError& error) {
    return module_failure(Error(Kind::invalid_request, error.safe()));
  } catch (const Error& error) {
    return module_failure(error);
  } catch (const std::exception&) {
    // Texts of libraries may quote what they read.
    return module_failure(Error(Kind::internal, "Certferry failed in an unexpected way. Run the module again."));
  }
}

}  // namespace host::cli
