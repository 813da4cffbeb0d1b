// SPDX-License-Identifier: MPL-2.0
#include <host/front/nobody.hpp>
#include <host/native/file_password.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <thread>

using host::front::AskedFile;
using host::front::PasswordQuestion;
using host::front::Refusal;
using host::native::FilePassword;
using host::native::KnowingPerson;
using nssbridge::Secret;

namespace {

Secret secret(std::string_view text) { return Secret(std::span(text.data(), text.size())); }

/// Types the attempt's number, and counts how often it was asked.
class Typing : public host::front::Nobody {
 public:
  std::variant<Secret, Refusal> password(const PasswordQuestion& question) override {
    ++asked;
    return secret("typed " + std::to_string(question.attempt));
  }
  int asked = 0;
};

PasswordQuestion about_file(int attempt) { return {.profile = {}, .role = "file", .attempt = attempt, .file = AskedFile{"import", ""}}; }

std::string answer(KnowingPerson& person, const PasswordQuestion& question) {
  return std::string(std::get<Secret>(person.password(question)).expose());
}

}  // namespace

TEST_CASE("the password of a file is given once, for the same bytes alone") {
  FilePassword kept;
  kept.keep("bytes", secret("right"));
  const auto taken = kept.take("bytes");
  REQUIRE(taken);
  CHECK(taken->expose() == "right");
  CHECK_FALSE(kept.take("bytes"));
  kept.keep("bytes", secret("right"));
  CHECK_FALSE(kept.take("other bytes"));
  CHECK_FALSE(kept.is_kept());
}

TEST_CASE("only the last file is remembered") {
  FilePassword kept;
  kept.keep("one", secret("first"));
  kept.keep("two", secret("second"));
  CHECK(kept.take("two")->expose() == "second");
  CHECK_FALSE(kept.take("one"));
}

TEST_CASE("a password is wiped when its time is over, although nobody asks") {
  FilePassword kept(std::chrono::milliseconds(1));
  for (int round = 0; round < 2; ++round) {
    kept.keep("bytes", secret("right"));
    while (kept.is_kept()) std::this_thread::yield();
    CHECK_FALSE(kept.take("bytes"));
  }
}

TEST_CASE("who is known not to be asked is asked for nothing but what is not known") {
  Typing typing;
  KnowingPerson person(typing, secret("known"));
  CHECK(person.was_known());
  CHECK(answer(person, about_file(1)) == "known");
  CHECK(answer(person, about_file(1)) == "known");
  CHECK(typing.asked == 0);
  CHECK(answer(person, {.profile = {}, .role = "profile"}) == "typed 1");
  CHECK(person.take_last()->expose() == "known");
}

TEST_CASE("what was typed last is what opened the file") {
  Typing typing;
  KnowingPerson person(typing, std::nullopt);
  CHECK_FALSE(person.was_known());
  CHECK(answer(person, about_file(1)) == "typed 1");
  CHECK(answer(person, about_file(2)) == "typed 2");
  CHECK(person.take_last()->expose() == "typed 2");
  CHECK_FALSE(person.take_last());
}

TEST_CASE("a primary password is never taken for that of a file") {
  Typing typing;
  KnowingPerson person(typing, std::nullopt);
  CHECK(answer(person, {.profile = {}, .role = "profile"}) == "typed 1");
  CHECK_FALSE(person.take_last());
}
