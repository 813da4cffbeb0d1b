// SPDX-License-Identifier: MPL-2.0
#include <host/cli/ansible_module.hpp>
#include <host/cli/arguments.hpp>
#include <host/cli/audit.hpp>
#include <host/cli/completion.hpp>
#include <host/cli/examination.hpp>
#include <host/cli/greeting.hpp>
#include <host/cli/installation.hpp>
#include <host/cli/mending.hpp>
#include <host/cli/merge.hpp>
#include <host/cli/person.hpp>
#include <host/cli/render.hpp>
#include <host/cli/requests.hpp>
#include <host/cli/run.hpp>
#include <host/cli/share.hpp>
#include <host/cli/status.hpp>
#include <host/dialog/dialog_person.hpp>
#include <host/front/private_memory.hpp>
#include <host/front/setup.hpp>
#include <host/front/signals.hpp>
#include <host/front/worker_process.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/operations.hpp>
#include <host/text/printable.hpp>

#include <unistd.h>
#include <cstdio>
#include <string_view>

namespace host::cli {
namespace {

using front::Request;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

void print(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) != 0 || !written)
    throw Error(Kind::io_failure,
                "Standard output cannot be written. What was asked for was done all the same.");
}

/// The true text, but on a terminal with escapes for everything beyond ASCII: a name must not steer the
/// terminal.
std::string json_text(const json& value) {
  return value.dump(2, ' ', ::isatty(STDOUT_FILENO) == 1, json::error_handler_t::replace) + "\n";
}

std::string render(const std::string& method, const json& result, const Style& style) {
  if (method == "profiles.list") return render_profiles(result, style);
  if (method == "certificates.list") return render_certificates(result, style);
  if (method == "identities.list") return render_identities(result, style);
  if (method == "selection.set") return render_selection(result, style);
  if (method == "pkcs12.export") return render_export(result, style);
  if (method == "selection.explain") return render_explanation(result, style);
  if (method == "messages.verify") return render_message(result, style);
  if (method == "recipients.learn") return render_lessons(result, style);
  if (method == "recipients.check") return render_recipients(result, style);
  if (method == "backups.list") return render_backups(result, style);
  if (method == "backups.restore") return render_restored(result, style);
  return render_migration(result, style);
}

dialog::Caller caller() {
  return {.id = {}, .program = dialog::executable_of(::getppid()), .command_line = true};
}

bool is_as_json(const Options& options) {
  return options.json || options.command == "call";
}

/// Where the request may write a file, if it makes one: the place that was typed, or as for any program.
std::optional<front::KeyFilePlace> key_file_place(const Options& options, const front::Request& request) {
  if (!protocol::operation(request.method).makes_file) return std::nullopt;
  const bool whole = request.params.value("certificates", json()) == "all";
  if (options.out) return front::KeyFilePlace::at(*options.out, whole);
  return front::KeyFilePlace::in_downloads(request.params.at("name").get<std::string>(), whole);
}

int run_request(const Options& options, Request request, const front::Cancellation& cancellation) {
  front::keep_memory_private();
  DescriptorPasswords passwords(options.password_descriptors, cancellation);
  const bool show_progress = ::isatty(STDERR_FILENO) == 1;
  Person person(std::move(passwords), Terminal::open(cancellation),
                Progress(show_progress ? stderr : nullptr));
  request.interactive = person.has_terminal();
  const auto configuration = front::read_configuration();
  auto dialogs = std::make_unique<dialog::DialogPerson>(
      dialog::DialogPerson::Setup{configuration.pinentry, environ, caller()}, cancellation,
      [&person](const std::string& stage, std::size_t number, std::size_t total) {
        person.progress(stage, number, total);
      });
  const auto& asked_in_dialogs = *dialogs;
  person.use_dialogs(std::move(dialogs));
  const front::Workers workers(front::find_setup(configuration), cancellation);
  auto place = key_file_place(options, request);
  if (place) request.key_file = &*place;
  const auto run = [&](Request asked) {
    asked.interactive = request.interactive;
    return workers.run(asked, person);
  };
  json result;
  try {
    result = options.fix ? mend(request, run) : run(request);
    if (place) place->publish(result);
  } catch (const Error& error) {
    person.finish();
    throw asked_in_dialogs.explained(error);
  } catch (...) {
    person.finish();
    throw;
  }
  person.finish();
  print(is_as_json(options) ? json_text(result) : render(request.method, result, Style::of(STDOUT_FILENO)));
  return status_of(request.method, result);
}

int finish(const Options& options, const json& result, std::string (*render_it)(const json&, const Style&)) {
  print(is_as_json(options) ? json_text(result) : render_it(result, Style::of(STDOUT_FILENO)));
  return done;
}

int run_install(const Options& options) {
  return finish(options, install(options), render_install);
}

int run_uninstall(const Options& options, const front::Cancellation& cancellation) {
  const json result =
      uninstall(options, [&] { return front::Workers(front::find_setup(front::read_configuration()), cancellation); });
  finish(options, result, render_uninstall);
  return status_of("uninstall", result);
}

int run_doctor(const Options& options, const front::Cancellation& cancellation) {
  if (options.decode) return finish(options, decode(*options.decode), render_decoded);
  const json result = examine(options, cancellation);
  finish(options, result, render_examination);
  return status_of("doctor.run", result);
}

int run_command(int count, const char* const* words) {
  Arguments arguments;
  const auto options = arguments.parse(count, words);
  if (!options) {
    print(arguments.wanted_text());
    return done;
  }
  if (options->command == "completion") {
    print(completion_script(arguments.app(), options->shell));
    return done;
  }
  front::Cancellation cancellation;
  const front::CancellingSignals signals(cancellation);
  if (options->command == "install") return run_install(*options);
  if (options->command == "uninstall") return run_uninstall(*options, cancellation);
  if (options->command == "audit merge") return merge(*options);
  if (options->command == "audit") return audit(*options, cancellation);
  if (options->command == "share") return finish(*options, share(*options, cancellation), render_shared);
  auto request = request_for(*options);
  if (is_greeting(request.method)) {
    print(json_text(greet(request)));
    return done;
  }
  if (request.method == "audit.run") return audit_by_call(request.params, cancellation);
  if (protocol::operation(request.method).by_front) return run_doctor(*options, cancellation);
  return run_request(*options, std::move(request), cancellation);
}

/// The command line may be too wrong to be read, and still its JSON is wanted.
bool wants_json(int count, const char* const* words) {
  std::string_view before;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--json" || word == "--format=json" || (before == "--format" && word == "json")) return true;
    if (i == 1 && word == "call") return true;
    before = word;
  }
  return false;
}

void report(const Error& error, bool as_json, const std::string& shown = {}) {
  if (as_json) {
    const std::string text = json_text({{"error", protocol::to_json(error)}});
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  } else if (!shown.empty()) {
    std::fprintf(
        stderr,
        "error: %s\nhint: `certferry --help` lists the commands, `certferry COMMAND --help` explains one.\n",
        text::printable(shown).c_str());
  } else {
    std::fputs(render_error(error, Style::of(STDERR_FILENO)).c_str(), stderr);
  }
}

}  // namespace

int run(int count, const char* const* words) {
  if (count > 0 && is_ansible_module(words[0])) return run_ansible_module(count, words);
  const bool as_json = wants_json(count, words);
  try {
    return run_command(count, words);
  } catch (const UsageError& error) {
    report(Error(Kind::invalid_request, error.safe()), as_json, error.what());
    return usage;
  } catch (const Error& error) {
    report(error, as_json);
    return status_of(error);
  } catch (const std::exception&) {
    // Texts of libraries may quote what they read.
    report(Error(Kind::internal, "Certferry failed in an unexpected way. Run the command again."), as_json);
    return failed;
  }
}

}  // namespace host::cli
