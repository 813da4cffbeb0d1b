// SPDX-License-Identifier: MPL-2.0
#include <host/front/private_memory.hpp>
#include <host/native/serve.hpp>
#include <host/native/streams.hpp>

#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <exception>
#include <span>

namespace {

enum Status { good = 0, usage = 2, failed = 3 };

constexpr const char* about =
    "certferry-host is what the add-ons of Certferry talk to. Firefox and Thunderbird start it; it does "
    "nothing "
    "in a terminal.\n`certferry install` tells them where it is, `certferry doctor` checks the way to it, "
    "and "
    "`certferry --help` shows\nwhat the command line can do.\n";

}  // namespace

int main(int count, char** words) {
  const auto client = host::native::take_standard_output();
  if (!client) return good;
  if (host::native::input_is_terminal()) {
    std::fputs(about, stderr);
    return usage;
  }
  const int parent = ::getppid();
  std::signal(SIGPIPE, SIG_IGN);
  try {
    host::front::keep_memory_private();
    const std::span<const char* const> arguments(words + 1,
                                                 static_cast<std::size_t>(count > 0 ? count - 1 : 0));
    return host::native::serve(host::native::caller_from(arguments, parent), *client);
  } catch (const std::exception&) {
    std::fputs("certferry-host could not start. `certferry doctor` tells more.\n", stderr);
    return failed;
  }
}
