// SPDX-License-Identifier: MPL-2.0
#include <host/front/signals.hpp>

#include <atomic>
#include <csignal>

namespace host::front {
namespace {

std::atomic<Cancellation*> wanted{nullptr};

extern "C" void ask_to_cancel(int) {
  if (Cancellation* cancellation = wanted.load()) cancellation->request();
}

void handle_all(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

}  // namespace

CancellingSignals::CancellingSignals(Cancellation& cancellation) {
  wanted = &cancellation;
  handle_all(ask_to_cancel);
}

CancellingSignals::~CancellingSignals() {
  handle_all(SIG_DFL);
  wanted = nullptr;
}

}  // namespace host::front
