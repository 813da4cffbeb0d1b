// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/checks.hpp>
#include <host/doctor/decode.hpp>
#include <host/doctor/exchange.hpp>
#include <host/doctor/round_trip.hpp>
#include <host/front/child_environment.hpp>
#include <host/identity.hpp>

#include <cstdint>
#include <cstring>

namespace host::doctor {
namespace {

using nlohmann::json;
using nssbridge::Fix;

constexpr std::uint32_t largest_message = 1024 * 1024;
/// A computer that is busy takes seconds to start a program.
constexpr std::chrono::seconds answer_patience{20};
constexpr int hello_id = 1;
constexpr int ping_id = 2;

std::string frame(const json& message) {
  const std::string text = message.dump();
  const auto length = static_cast<std::uint32_t>(text.size());
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + text;
}

/// Of one message; false if it is none that was asked for. Notifications may come at any time.
bool take_message(const json& message, Answers& answers, bool& hello, bool& ping) {
  if (!message.is_object()) return false;
  const auto id = message.find("id");
  if (id == message.end()) return message.contains("method");
  const auto result = message.find("result");
  if (result == message.end() || !result->is_object()) return false;
  if (*id == ping_id) ping = true;
  if (*id != hello_id) return *id == ping_id;
  hello = true;
  const auto version = result->find("hostVersion");
  if (version != result->end() && version->is_string()) answers.version = version->get<std::string>();
  return answers.version.has_value();
}

/// The first line of what a program wrote where messages belong.
std::string first_line(std::string_view output) {
  return std::string(output.substr(0, std::min<std::size_t>(output.find('\n'), 80)));
}

void report_pollution(Examination& examination, const Answers& answers, const Fix& again) {
  const std::string shown = examination.words.tells_everything() ? " It begins: " + answers.pollution : "";
  examination.findings.add(Id("host-pollutes"),
                           "The host writes something that is no message to its standard output, which "
                           "browsers take for the length of one." +
                               shown,
                           again);
}

}  // namespace

std::string greeting() {
  const json hello{
      {"client", "certferry doctor"}, {"clientVersion", CERTFERRY_VERSION}, {"protocol", {1, 1}}};
  return frame({{"jsonrpc", "2.0"}, {"id", hello_id}, {"method", "hello"}, {"params", hello}}) +
         frame({{"jsonrpc", "2.0"}, {"id", ping_id}, {"method", "ping"}});
}

Answers read_answers(std::string_view output) {
  Answers answers;
  bool hello = false, ping = false;
  std::string_view rest = output;
  while (!answers.complete) {
    std::uint32_t length = 0;
    if (rest.size() < sizeof length) return answers;
    std::memcpy(&length, rest.data(), sizeof length);
    if (length == 0 || length > largest_message) {
      answers.polluted = true;
      answers.pollution = first_line(rest);
      return answers;
    }
    rest.remove_prefix(sizeof length);
    if (rest.size() < length) return answers;
    const json message = json::parse(rest.substr(0, length), nullptr, false);
    answers.wrong = !take_message(message, answers, hello, ping);
    if (answers.wrong) return answers;
    rest.remove_prefix(length);
    answers.complete = hello && ping;
  }
  return answers;
}

void check_round_trip(Examination& examination, const Registration& registration) {
  const auto is_enough = [](const std::string& output) {
    const Answers answers = read_answers(output);
    return answers.complete || answers.polluted || answers.wrong;
  };
  const Exchange done =
      exchange(registration.host, {registration.manifest.string(), std::string(identity::extension)},
               front::worker_environment(examination.scope.environment, {}), greeting(), is_enough, answer_patience,
               examination.cancellation);
  const Answers answers = read_answers(done.output);
  const Fix again{"Install Certferry again; all its programs must be of one version.", "certferry install"};
  auto& findings = examination.findings;
  if (answers.polluted) return report_pollution(examination, answers, again);
  if (answers.wrong)
    return findings.add(
        Id("host-answers-wrongly"),
        "The host answers something else than was asked for, so it is another program or another version.",
        again);
  if (!answers.complete)
    return findings.add(Id("host-silent"),
                        !done.started ? "The host cannot be started."
                        : done.status == 127
                            ? "The host starts and ends at once, since a library that it needs is missing."
                            : "The host starts and does not answer.",
                        again);
  findings.good("The host starts and answers as it does to a browser (version " + *answers.version + ").");
  if (*answers.version != CERTFERRY_VERSION)
    findings.add(Id("host-version"),
                 "The manifest names version " + *answers.version +
                     " of the host, and this program is version " CERTFERRY_VERSION
                     ". The older of both is stale.",
                 Fix{"Install with the newer program; it replaces the other.", "certferry install"});
}

}  // namespace host::doctor
