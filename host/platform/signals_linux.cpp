// SPDX-License-Identifier: MPL-2.0
#include <host/cli/signals.hpp>

#include <atomic>
#include <csignal>

namespace host::cli {
namespace {

std::atomic<front::Cancellation*> wanted{nullptr};

extern "C" void ask_to_cancel(int) {
  if (front::Cancellation* cancellation = wanted.load()) cancellation->request();
}

void handle_all(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

}  // namespace

CancellingSignals::CancellingSignals(front::Cancellation& cancellation) {
  wanted = &cancellation;
  handle_all(ask_to_cancel);
}

CancellingSignals::~CancellingSignals() {
  handle_all(SIG_DFL);
  wanted = nullptr;
}

}  // namespace host::cli
