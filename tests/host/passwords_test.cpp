// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/descriptor_passwords.hpp>
#include <host/cli/person.hpp>
#include <host/front/answered_passwords.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <unistd.h>
#include <array>
#include <string>

using host::cli::DescriptorPasswords;
using host::cli::Person;
using host::cli::Progress;
using host::cli::UsageError;
using host::front::AnsweredPasswords;
using host::front::Cancellation;
using host::front::ConsentAnswer;
using host::front::Refusal;
using nssbridge::Kind;
using nssbridge::Secret;
using tests::kind_of;

namespace {

/// A pipe that holds `text`; the reading end is the caller's to close.
int pipe_with(const std::string& text) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  return ends[0];
}

std::string answer(DescriptorPasswords& passwords, const std::string& role, int attempt = 1) {
  auto given = passwords.answer(role, attempt);
  if (!given) return "(nothing)";
  if (const auto* refusal = std::get_if<Refusal>(&*given)) return "(" + std::string(name_of(*refusal)) + ")";
  return std::string(std::get<Secret>(*given).expose());
}

Secret secret(const std::string& text) {
  return Secret(std::span<const char>(text));
}

std::string suggestion(const AnsweredPasswords& passwords, const std::string& profile, int attempt) {
  const auto found = passwords.suggest(profile, attempt);
  return found ? std::string(found->expose()) : "(nothing)";
}

}  // namespace

TEST_CASE("two roles may share a descriptor: the first line is for from, the second for to") {
  const Cancellation cancellation;
  const int descriptor = pipe_with("one\ntwo\nthree\n");
  DescriptorPasswords passwords({{"to", descriptor}, {"from", descriptor}}, cancellation);
  CHECK(answer(passwords, "to") == "two");
  CHECK(answer(passwords, "from") == "one");
  CHECK(answer(passwords, "profile") == "(nothing)");
}

TEST_CASE("a line that nobody needs is used up all the same") {
  const Cancellation cancellation;
  const int descriptor = pipe_with("unneeded\nneeded\n");
  DescriptorPasswords passwords({{"from", descriptor}, {"to", descriptor}}, cancellation);
  CHECK(answer(passwords, "to") == "needed");
}

TEST_CASE("an empty line is the empty password, a missing one is asked for, the last needs no line feed") {
  const Cancellation cancellation;
  DescriptorPasswords passwords(
      {{"from", pipe_with("\n")}, {"to", pipe_with("")}, {"profile", pipe_with("p\xC3\xA4ss ")}},
      cancellation);
  CHECK(answer(passwords, "from").empty());
  CHECK(answer(passwords, "to") == "(password-required)");
  CHECK(answer(passwords, "profile") == "p\xC3\xA4ss ");
}

TEST_CASE("a password from a descriptor is never tried again") {
  const Cancellation cancellation;
  DescriptorPasswords passwords({{"profile", pipe_with("one\ntwo\n")}}, cancellation);
  CHECK(answer(passwords, "profile", 1) == "one");
  CHECK(answer(passwords, "profile", 2) == "(wrong-password)");
}

TEST_CASE("nothing behind the line feed is read") {
  const Cancellation cancellation;
  const int descriptor = pipe_with("one\nrest");
  const int other = ::dup(descriptor);
  DescriptorPasswords passwords({{"profile", descriptor}}, cancellation);
  char rest[8];
  CHECK(::read(other, rest, sizeof rest) == 4);
  ::close(other);
}

TEST_CASE("a descriptor is closed once its line was read, so that no child can have it") {
  const Cancellation cancellation;
  const int descriptor = pipe_with("one\n");
  DescriptorPasswords passwords({{"profile", descriptor}}, cancellation);
  char byte = 0;
  CHECK(::read(descriptor, &byte, 1) == -1);
}

TEST_CASE("a descriptor that is not open, or open for writing only, is wrong usage") {
  const Cancellation cancellation;
  CHECK_THROWS_AS(DescriptorPasswords({{"profile", 987}}, cancellation), UsageError);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  CHECK_THROWS_AS(DescriptorPasswords({{"profile", ends[1]}}, cancellation), UsageError);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("a line that no password can be is refused") {
  const Cancellation cancellation;
  CHECK(kind_of([&] {
          DescriptorPasswords({{"to", pipe_with(std::string("a\0b\n", 4))}}, cancellation);
        }) == Kind::invalid_request);
  CHECK(kind_of([&] {
          DescriptorPasswords({{"to", pipe_with(std::string(4097, 'a') + "\n")}}, cancellation);
        }) == Kind::invalid_request);
  DescriptorPasswords longest({{"to", pipe_with(std::string(4096, 'a') + "\n")}}, cancellation);
  CHECK(answer(longest, "to").size() == 4096);
}

TEST_CASE("waiting for a password ends when cancelled") {
  Cancellation cancellation;
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  cancellation.request();
  CHECK(kind_of([&] { DescriptorPasswords({{"to", ends[0]}}, cancellation); }) == Kind::cancelled);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("without a terminal a question is answered by why it cannot be") {
  const Cancellation cancellation;
  Person person(DescriptorPasswords({}, cancellation), nullptr, Progress(nullptr));
  const auto given = person.password({{"id", "name", "firefox"}, "from", 1});
  REQUIRE(std::holds_alternative<Refusal>(given));
  CHECK(std::get<Refusal>(given) == Refusal::no_ui);
  CHECK(person.trust_root({{"id", "name", "thunderbird"}, std::string(64, 'a'), "CN=x"}) ==
        ConsentAnswer::unavailable);
  CHECK(person.consent({"unprotected-copy", {"id", "name", "thunderbird"}, {"id2", "name", "firefox"}}) ==
        ConsentAnswer::unavailable);
  CHECK_FALSE(person.has_terminal());
}

TEST_CASE("questions show names in printable form, and fingerprints in groups of four") {
  const auto prompt = host::cli::trust_prompt(
      {{"id", "a\x1B[2J", "thunderbird"}, std::string(32, 'a') + std::string(32, '0'), "CN=x\u202E\n"});
  CHECK(prompt.find('\x1B') == std::string::npos);
  CHECK(prompt.find("CN=x\\u{202E}\\u{000A}") != std::string::npos);
  CHECK(prompt.find("aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa\n") != std::string::npos);
  CHECK(prompt.find("Thunderbird") != std::string::npos);
  const auto question = host::cli::password_prompt({{"id", std::string(200, 'n'), "firefox"}, "from", 1});
  CHECK(question.find(std::string(65, 'n')) == std::string::npos);
  CHECK(question.find("Firefox") != std::string::npos);
  CHECK(question.find("not your mail password") != std::string::npos);
}

TEST_CASE("the question for consent says which keys go where, and that the place has no password") {
  const auto prompt = host::cli::consent_prompt(
      {"unprotected-copy", {"id", "mail\x1B", "thunderbird"}, {"id", "web\n", "firefox"}});
  CHECK(prompt.starts_with("The private keys of the Firefox profile \"web\\u{000A}\", which has a primary password"));
  CHECK(prompt.find("into the Thunderbird profile \"mail\\u{001B}\", which has none") != std::string::npos);
  CHECK(host::cli::consent_prompt({"unknown-caller", {}, {}}).find("does not say who it is") != std::string::npos);
  CHECK(host::cli::consent_prompt({"something-new", {}, {}}).find("Answer no") != std::string::npos);
}

TEST_CASE("a second worker gets the profile's own password first, then the others, then none") {
  AnsweredPasswords passwords;
  passwords.keep("a", secret("wrong"));
  passwords.keep("a", secret("alpha"));
  passwords.keep("b", secret("beta"));
  CHECK(suggestion(passwords, "b", 1) == "beta");
  CHECK(suggestion(passwords, "b", 2) == "alpha");
  CHECK(suggestion(passwords, "b", 3) == "(nothing)");
  CHECK(suggestion(passwords, "c", 1) == "alpha");
  CHECK(suggestion(passwords, "a", 0) == "(nothing)");
}
