// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/limits.hpp>
#include <support/in_child.hpp>
#include <support/needs.hpp>

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

using namespace host::confinement;
using namespace std::chrono_literals;
using tests::in_child;

namespace {

const tests::Needs memory{!SANITIZED, "a sanitizer reserves all memory there is"};

[[noreturn]] void work_for_ever() {
  for (;;) asm volatile("");
}

int sleep_through(std::chrono::milliseconds time) {
  ::usleep(static_cast<useconds_t>(time.count() * 1000));
  return 0;
}

}  // namespace

TEST_CASE("a process that computes for longer than it may is ended, and its end says so") {
  const int status = in_child([]() -> int {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    limit_costs({.processor = 1s});
    work_for_ever();
  });
  CHECK(ended_by_limit(status));
}

TEST_CASE("a process that lasts longer than it may is ended, and its end says so") {
  const int status = in_child([] {
    limit_costs({.wall = 1s});
    return sleep_through(20s);
  });
  CHECK(ended_by_limit(status));
}

TEST_CASE("waiting for a person does not count as lasting, and afterwards the rest of the time counts") {
  CHECK(in_child([] {
          limit_costs({.wall = 1s});
          const UncountedTime waiting;
          return sleep_through(1500ms);
        }) == 0);
  CHECK(ended_by_limit(in_child([] {
    limit_costs({.wall = 1s});
    { const UncountedTime waiting; }
    return sleep_through(20s);
  })));
  CHECK(in_child([] {
          { const UncountedTime nothing_to_stop; }
          return sleep_through(10ms);
        }) == 0);
}

TEST_CASE("memory over the limit is refused" * memory) {
  constexpr std::size_t megabyte = 1UL << 20;
  const int status = in_child([] {
    limit_costs({.memory = 256 * megabyte});
    void* volatile small = std::malloc(16 * megabyte);
    void* volatile large = std::malloc(256 * megabyte);
    return (small != nullptr ? 1 : 0) + (large != nullptr ? 2 : 0);
  });
  CHECK(status == 1);
}

TEST_CASE("a stricter limit of the person stays") {
  CHECK(in_child([] {
          const rlimit strict{2, 3};
          ::setrlimit(RLIMIT_CPU, &strict);
          limit_costs({.processor = 10s});
          rlimit now{};
          ::getrlimit(RLIMIT_CPU, &now);
          return static_cast<int>(now.rlim_cur * 10 + now.rlim_max);
        }) == 23);
}

TEST_CASE("other ends are not taken for one by a limit") {
  for (const int status : {0, 1, 3, 127, 128 + SIGKILL, 128 + SIGTERM, 128 + SIGSEGV})
    CHECK_FALSE(ended_by_limit(status));
}
