// SPDX-License-Identifier: MPL-2.0
#include <host/front/nobody.hpp>
#include <host/native/write_consent.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <thread>
#include <vector>

using host::front::Cancellation;
using host::front::ConsentAnswer;
using host::native::WriteConsent;
using nssbridge::Kind;

namespace {

class Answering : public host::front::Nobody {
 public:
  explicit Answering(std::deque<ConsentAnswer> answers) : m_answers(std::move(answers)) {}
  ConsentAnswer consent(const host::front::ConsentQuestion& question) override {
    CHECK(question.what == "unknown-caller");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    REQUIRE_FALSE(m_answers.empty());
    const ConsentAnswer answer = m_answers.front();
    m_answers.pop_front();
    ++asked;
    return answer;
  }
  std::atomic<int> asked{0};

 private:
  std::deque<ConsentAnswer> m_answers;
};

Kind refused(WriteConsent& consent, Answering& person) {
  const Cancellation cancellation;
  try {
    consent.require(person, cancellation);
  } catch (const nssbridge::Error& error) {
    return error.kind();
  }
  FAIL("it was allowed");
  return Kind::internal;
}

}  // namespace

TEST_CASE("a yes is asked for once and holds") {
  WriteConsent consent;
  Answering person({ConsentAnswer::yes});
  const Cancellation cancellation;
  for (int request = 0; request < 3; ++request) consent.require(person, cancellation);
  CHECK(person.asked == 1);
}

TEST_CASE("a no, nobody and a closed dialog hold for one request") {
  WriteConsent consent;
  Answering person(
      {ConsentAnswer::no, ConsentAnswer::unavailable, ConsentAnswer::cancelled, ConsentAnswer::yes});
  CHECK(refused(consent, person) == Kind::consent_refused);
  CHECK(refused(consent, person) == Kind::no_ui);
  CHECK(refused(consent, person) == Kind::cancelled);
  const Cancellation cancellation;
  consent.require(person, cancellation);
  CHECK(person.asked == 4);
}

TEST_CASE("several requests at once ask one question") {
  WriteConsent consent;
  Answering person({ConsentAnswer::yes});
  std::vector<std::thread> threads;
  for (int request = 0; request < 8; ++request)
    threads.emplace_back([&] {
      const Cancellation cancellation;
      consent.require(person, cancellation);
    });
  for (auto& thread : threads) thread.join();
  CHECK(person.asked == 1);
}

TEST_CASE("a request that was cancelled asks nothing") {
  WriteConsent consent;
  Answering person({});
  Cancellation cancellation;
  cancellation.request();
  CHECK_THROWS_AS(consent.require(person, cancellation), nssbridge::Error);
  CHECK(person.asked == 0);
}
