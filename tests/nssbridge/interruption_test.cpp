// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/move.hpp>
#include <nssbridge/trust.hpp>

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::NssProfile;

namespace {

/// Everything of the source, in the order in which the host moves it.
void move_everything(const NssProfile& source, const NssProfile& target) {
  Library library(target.folder(), Library::Access::read_write);
  {
    Token from = library.open_read_only(source.folder());
    Token& to = library.main();
    tests::log_in(from, source);
    tests::log_in(to, target);
    Mover mover(from, to);
    const auto certificates = from.certificates();
    for (const auto& stored : certificates) {
      if (!stored.certificate.is_authority) continue;
      store_certificate(to, stored.certificate, {}, false);
      if (stored.certificate.self_issued()) add_email_trust(to, stored.certificate, TrustEncoding::legacy);
    }
    for (const auto& stored : certificates) {
      if (stored.certificate.is_authority) continue;
      store_certificate(to, stored.certificate, stored.nickname, true);
      mover.copy_key(stored);
    }
  }
  library.close();
}

/// A process that moves everything; ends with 0 when done, with 1 on an Error.
pid_t start_moving(const NssProfile& source, const NssProfile& target, rlim_t largest_file = RLIM_INFINITY) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child != 0) return child;
  const rlimit limit{largest_file, largest_file};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::signal(SIGXFSZ, SIG_IGN);
  try {
    move_everything(source, target);
  } catch (const Error&) {
    ::_exit(1);
  }
  ::_exit(0);
}

int end_of(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace

/// A run of samples kills at every third of the moments.
int sampling() { return std::getenv("CERTFERRY_WHOLE") != nullptr ? 1 : 3; }

TEST_CASE("killed at any moment of a move, a second run completes it") {
  struct Case {
    std::string password;
    int kills;
    std::chrono::microseconds step;
  };
  for (const auto& [password, kills, step] :
       {Case{"", 60, std::chrono::microseconds(500)}, Case{"secret", 30, std::chrono::microseconds(6000)}}) {
    NssProfile source(password), empty(password), reference(password), target(password);
    source.import_pkcs12("rsa2048");
    source.import_pkcs12("p256");
    source.set_trust("Root - Certferry Tests", ",C,");
    reference.copy_from(empty);
    move_everything(source, reference);
    int interrupted = 0;
    for (int i = 0; i < kills; i += sampling()) {
      CAPTURE(i);
      target.copy_from(empty);
      const pid_t child = start_moving(source, target);
      std::this_thread::sleep_for(i * step);
      ::kill(child, SIGKILL);
      interrupted += WIFSIGNALED(end_of(child)) ? 1 : 0;
      move_everything(source, target);
      CHECK(tests::difference(target.objects(), reference.objects()) == "");
      CHECK(target.integrity() == "ok");
    }
    CHECK(interrupted > kills / sampling() / 4);
  }
}

TEST_CASE("a disk that fills up is an error, and the move is completed once there is room") {
  NssProfile source, empty, reference, target;
  source.import_pkcs12("rsa2048");
  reference.copy_from(empty);
  move_everything(source, reference);
  int failures = 0;
  const auto full = std::filesystem::file_size(reference.folder() / "cert9.db") +
                    std::filesystem::file_size(reference.folder() / "key4.db");
  // No file, and no journal, may grow beyond this size.
  for (std::uintmax_t size = 512; size < full; size += full / 30 * static_cast<unsigned>(sampling())) {
    CAPTURE(size);
    target.copy_from(empty);
    const int status = end_of(start_moving(source, target, size));
    REQUIRE(WIFEXITED(status));
    failures += WEXITSTATUS(status);
    move_everything(source, target);
    CHECK(tests::difference(target.objects(), reference.objects()) == "");
  }
  CHECK(failures > 0);
}
