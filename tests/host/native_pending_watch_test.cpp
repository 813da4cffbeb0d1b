// SPDX-License-Identifier: MPL-2.0
#include <host/front/cancellation.hpp>
#include <host/native/pending_watch.hpp>
#include <host/selection/pending_stamp.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace host::native;
namespace fs = std::filesystem;

namespace {

/// A watch whose messages come out of a pipe.
class Watch {
 public:
  Watch() { REQUIRE(::pipe2(m_ends, O_CLOEXEC) == 0); }
  ~Watch() {
    m_pending.reset();
    m_output.reset();
    ::close(m_ends[0]);
    ::close(m_ends[1]);
  }
  Watch(const Watch&) = delete;

  PendingWatch& operator*() {
    if (!m_pending) {
      m_output = std::make_unique<Output>(m_ends[1], m_gone);
      m_pending = std::make_unique<PendingWatch>(*m_output);
    }
    return *m_pending;
  }
  /// The next message. Waits for it.
  std::string next() {
    char buffer[4096];
    const auto length = ::read(m_ends[0], buffer, sizeof buffer);
    return {buffer + 4, static_cast<std::size_t>(length) - 4};
  }
  bool silent() {
    pollfd end{m_ends[0], POLLIN, 0};
    return ::poll(&end, 1, 200) == 0;
  }

 private:
  int m_ends[2];
  host::front::Cancellation m_gone;
  std::unique_ptr<Output> m_output;
  std::unique_ptr<PendingWatch> m_pending;
};

const std::string told = R"({"jsonrpc":"2.0","method":"$/pending","params":{"profile":"p1"}})";

}  // namespace

TEST_CASE("what changed after the list was read is told, and not before the client has the list") {
  const tests::TemporaryFolder profile;
  fs::create_directories(profile.path() / "certferry/pending");
  tests::write_file(profile.path() / "certferry/pending/id1.json", "{}");
  Watch watch;
  (*watch).add("p1", profile.path(), "as it was when the list was read");
  CHECK(watch.silent());
  (*watch).begin("p1");
  CHECK(watch.next() == told);
  CHECK(watch.silent());
}

TEST_CASE("what waits is watched through everything that can happen to its folders") {
  const tests::TemporaryFolder profile;
  const auto own = profile.path() / "certferry", pending = own / "pending";
  Watch watch;
  (*watch).add("p1", profile.path(), host::selection::pending_stamp(pending));
  (*watch).begin("p1");
  CHECK(watch.silent());
  for (int round = 0; round < 2; ++round) {
    CAPTURE(round);
    fs::create_directory(own);
    tests::write_file(own / "lock", "");
    tests::write_file(profile.path() / "prefs.js", "");
    CHECK(watch.silent());
    fs::create_directory(pending);
    tests::write_file(pending / "id1.json.new", "{}");
    CHECK(watch.silent());
    fs::rename(pending / "id1.json.new", pending / "id1.json");
    CHECK(watch.next() == told);
    tests::write_file(pending / "id1.json", "{ }");
    CHECK(watch.next() == told);
    fs::remove_all(own);
    CHECK(watch.next() == told);
    CHECK(watch.silent());
  }
  fs::create_directories(pending);
  tests::write_file(pending / "id1.json", "{}");
  CHECK(watch.next() == told);
}
