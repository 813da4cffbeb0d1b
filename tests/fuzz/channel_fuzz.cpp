// SPDX-License-Identifier: MPL-2.0
// What the front process reads from a worker that parses hostile files.
#include <host/channel/channel.hpp>
#include <host/protocol/error_json.hpp>
#include <host/protocol/strict_json.hpp>
#include <host/text/printable.hpp>

#include <nlohmann/json.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include "support/promise.hpp"

using host::channel::Channel;
using host::channel::Frame;
using host::channel::Type;
using nlohmann::json;

namespace {

int memory_file(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("frames", MFD_CLOEXEC);
  fuzz::promise(file >= 0 && ::write(file, data, size) == static_cast<ssize_t>(size),
                "there is memory for the input");
  ::lseek(file, 0, SEEK_SET);
  return file;
}

void check_error_object(const json& object) {
  const auto error = host::protocol::error_from_json(object);
  const auto written = host::protocol::to_json(error);
  fuzz::promise(host::protocol::to_json(host::protocol::error_from_json(written)) == written,
                "an error that is passed on stays the same");
}

/// How far the stream must be after this frame.
std::size_t check_frame(const Frame& frame) {
  const auto secret = frame.secret.expose();
  fuzz::promise(frame.type == Type::secret ? frame.text.empty() : secret.empty(), "a secret is never text");
  if (frame.type == Type::secret) return 5 + secret.size();
  const auto value = fuzz::unless_refused([&] { return host::protocol::parse_strictly(frame.text); });
  if (value && frame.type == Type::error) check_error_object(*value);
  return 5 + frame.text.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Channel channel(memory_file(data, size));
  std::size_t position = 0;
  fuzz::unless_refused([&] {
    while (const auto frame = channel.receive()) {
      position += check_frame(*frame);
      fuzz::promise(::lseek(channel.descriptor(), 0, SEEK_CUR) == static_cast<off_t>(position),
                    "no byte of the next frame is taken");
    }
    fuzz::promise(position == size, "the end is the end");
    return true;
  });
  return 0;
}
