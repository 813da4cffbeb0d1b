// SPDX-License-Identifier: MPL-2.0
#include <host/channel/channel.hpp>
#include <host/dialog/dialog_person.hpp>
#include <host/doctor/words.hpp>
#include <host/front/nobody.hpp>
#include <host/front/setup.hpp>
#include <host/native/hello.hpp>
#include <host/native/service.hpp>
#include <host/scan/audit.hpp>
#include <nssbridge/values.hpp>

#include <unistd.h>
#include <cstdlib>
#include <optional>
#include <utility>

namespace host::native {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t most_workers = 4;

/// One that cannot be read allows nobody; what needs it says what is wrong with it.
struct FoundConfiguration {
  front::Configuration configuration;
  std::optional<Error> error;

  const front::Configuration& readable() const {
    if (error) throw Error(*error);
    return configuration;
  }
};

FoundConfiguration find_configuration() {
  try {
    return {front::read_configuration(), std::nullopt};
  } catch (const Error& error) {
    return {{}, error};
  }
}

doctor::Detail detail_for(Access access) {
  return access == Access::introduction ? doctor::Detail::links : doctor::Detail::everything;
}

bool writes(const protocol::Operation& operation, const json& params) {
  return operation.writes && !params.value("dryRun", false);
}

}  // namespace

Service::Service(Caller caller, Output& output)
    : m_caller(std::move(caller)),
      m_asker{m_caller.id.value_or(""), dialog::executable_of(m_caller.process)},
      m_output(output),
      m_workers(most_workers) {}

std::string Service::run(Call& call) {
  const Request& request = call.request;
  const auto found = find_configuration();
  const Access access = access_of(m_caller, found.configuration);
  if (!may_call(access, request.method)) throw refusal_of(m_caller);
  if (request.method == "hello") {
    const char* home = std::getenv("HOME");
    return text_of(hello(request.params, m_caller, access, front::find_setup(found.configuration).nss_folders,
                         doctor::Words(detail_for(access), home != nullptr ? home : "")));
  }
  const protocol::Operation& operation = protocol::operation(request.method);
  protocol::check_params(operation.method, request.params);
  if (request.method == "audit.run") return run_audit(call, found.readable());
  if (operation.by_front) return run_doctor(call, access);
  return run_worker(call, operation, access, found.readable());
}

/// One worker after the other, in one place of the line.
std::string Service::run_audit(Call& call, const front::Configuration& configuration) {
  call.worker.emplace(take_place(call));
  front::Workers::Setup setup = front::find_setup(configuration);
  setup.pass_on_errors = false;
  const front::Workers workers(std::move(setup), call.cancellation);
  auto wishes = scan::wishes_of(call.request.params);
  wishes.most_processes = 1;
  std::string text;
  const auto report = report::make_report(report::Format::json, {}, [&](std::string_view piece) {
    if (text.size() + piece.size() > channel::largest_frame)
      throw Error(Kind::too_large, "The report is longer than an answer may be. Ask for fewer profiles at a time.");
    text += piece;
  });
  front::Nobody nobody;
  scan::audit(workers, nobody, wishes, *report, {}, [&](std::size_t done, std::size_t total) {
    m_output.progress(call.request.id, {"check", done, total});
  });
  return text;
}

/// The doctor starts a worker, and so waits in line.
std::string Service::run_doctor(Call& call, Access access) {
  call.worker.emplace(take_place(call));
  doctor::Scope scope;
  scope.detail = detail_for(access);
  scope.environment = environ;
  return text_of(doctor::run(scope, call.cancellation));
}

std::string Service::run_worker(Call& call, const protocol::Operation& operation, Access access,
                                const front::Configuration& configuration) {
  dialog::DialogPerson person({configuration.pinentry, environ, m_asker}, call.cancellation,
                              [&](const std::string& stage, std::size_t done, std::size_t total) {
                                m_output.progress(call.request.id, {stage, done, total});
                              });
  try {
    return run_for(person, call, operation, access, configuration);
  } catch (const Error& error) {
    throw person.explained(error);
  }
}

std::string Service::run_for(front::Interaction& person, Call& call, const protocol::Operation& operation, Access access,
                             const front::Configuration& configuration) {
  if (access == Access::reading && writes(operation, call.request.params)) m_consent.require(person, call.cancellation);
  call.worker.emplace(take_place(call));
  front::Workers::Setup setup = front::find_setup(configuration);
  setup.pass_on_errors = false;
  const front::Workers workers(std::move(setup), call.cancellation);
  front::Request request{.method = call.request.method, .params = call.request.params, .caller_process = m_caller.process};
  if (operation.makes_file) return run_for_file(std::move(request), workers, person);
  if (operation.takes_file) return run_with_file(std::move(request), workers, person);
  std::string result = workers.run_text(request, person);
  take_watch(call, result);
  return result;
}

std::string Service::run_for_file(front::Request request, const front::Workers& workers, front::Interaction& person) {
  auto place = front::KeyFilePlace::in_downloads(request.params.at("name").get<std::string>(),
                                                 request.params.at("certificates") == "all");
  request.key_file = &place;
  json result = workers.run(request, person);
  place.publish(result);
  return text_of(result);
}

/// Looking into a key file and then bringing it in are two requests; its password is typed once.
std::string Service::run_with_file(front::Request request, const front::Workers& workers, front::Interaction& asked) {
  const auto file = request.params.at("data").get<std::string>();
  KnowingPerson person(asked, m_file_password.take(file));
  request.file_password_known = person.was_known();
  std::string result = workers.run_text(request, person);
  if (request.params.value("dryRun", false))
    if (auto password = person.take_last()) m_file_password.keep(file, std::move(*password));
  return result;
}

/// What the worker says of a profile to be watched is for us only.
void Service::take_watch(Call& call, std::string& text) {
  if (call.request.method != "selection.pending" || !call.request.params.value("watch", false)) return;
  json result = json::parse(text);
  const auto found = result.find("watch");
  if (found == result.end()) return;
  const auto folder =
      nssbridge::from_base64(found->at("folder").get<std::string>()).value_or(nssbridge::Bytes{});
  const auto profile = call.request.params.at("profile").get<std::string>();
  m_pending.add(profile, std::string(folder.begin(), folder.end()), found->at("stamp").get<std::string>());
  call.afterwards = [this, profile] { m_pending.begin(profile); };
  result.erase(found);
  text = text_of(result);
}

Line::Place Service::take_place(const Call& call) {
  if (auto place = m_workers.try_take()) return std::move(*place);
  m_output.progress(call.request.id, {"waiting", 0, 0});
  if (auto place = m_workers.take(call.cancellation)) return std::move(*place);
  throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
}

}  // namespace host::native
