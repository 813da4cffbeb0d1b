// SPDX-License-Identifier: MPL-2.0
#include <host/front/signals.hpp>
#include <host/native/dispatcher.hpp>
#include <host/native/frames.hpp>
#include <host/native/hello.hpp>
#include <host/native/message.hpp>
#include <host/native/output.hpp>
#include <host/native/serve.hpp>
#include <host/native/streams.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <variant>

namespace host::native {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

enum Status { good = 0, broken_frame = 4 };

constexpr std::size_t piece = std::size_t{64} * 1024;
/// A browser that quits waits three seconds for us.
constexpr std::chrono::milliseconds patience_idle{800};
constexpr std::chrono::milliseconds patience_busy{2500};

class Client {
 public:
  Client(Dispatcher& dispatcher, Output& output, const front::Cancellation& stop)
      : m_dispatcher(dispatcher), m_output(output), m_stop(stop) {}

  /// Reads until the end. True if that came in the middle of a frame.
  bool read_all() {
    // Not filled with zeros: a small message then costs one page of memory instead of all, and the start is shorter.
    const auto buffer = std::make_unique_for_overwrite<char[]>(piece);
    for (;;) {
      const Waited waited = wait_for_input(m_stop, [this] { return m_output.is_full(); });
      if (waited == Waited::stopped) return false;
      const auto read = waited == Waited::input ? read_input({buffer.get(), piece}) : std::string_view();
      if (!read) continue;
      if (read->empty()) return m_frames.in_frame();
      std::string_view bytes = *read;
      while (const auto event = m_frames.take(bytes)) handle(*event);
    }
  }

 private:
  void handle(const FrameReader::Event& event) {
    if (const auto* message = std::get_if<FrameReader::Message>(&event)) {
      handle(read_message(message->text), message->text.size());
    } else {
      m_output.send(error_answer(nullptr, Error(Kind::too_large,
                                                "The request is too large. The answer to hello says how long "
                                                "one may be.")));
    }
  }

  void handle(Message message, std::size_t bytes) {
    if (auto* request = std::get_if<Request>(&message))
      m_dispatcher.take(std::move(*request), bytes);
    else if (const auto* cancel = std::get_if<Cancel>(&message))
      m_dispatcher.cancel(cancel->id);
    else if (const auto* refused = std::get_if<Refused>(&message))
      m_output.send(error_answer(refused->id, refused->error, refused->fault));
  }

  Dispatcher& m_dispatcher;
  Output& m_output;
  const front::Cancellation& m_stop;
  FrameReader m_frames{largest_request};
};

/// Ends what still runs. False if it does not end in time. After a frame that was cut off only what had its answer gets it.
bool end(Dispatcher& dispatcher, Output& output, bool in_frame) {
  const auto patience = dispatcher.is_idle() ? patience_idle : patience_busy;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  if (in_frame) output.close();
  dispatcher.cancel_all();
  const bool idle = dispatcher.wait_until_idle(deadline);
  return output.wait_until_empty(deadline) && idle;
}

}  // namespace

int serve(const Caller& caller, int descriptor) {
  front::Cancellation stop;
  const front::CancellingSignals signals(stop);
  Output output(descriptor, stop);
  Service service(caller, output);
  Dispatcher dispatcher(service, output);
  const bool in_frame = Client(dispatcher, output, stop).read_all();
  const Status status = in_frame ? broken_frame : good;
  // What does not end by itself ends with the process: workers notice, and what they write survives that.
  if (!end(dispatcher, output, in_frame)) std::_Exit(status);
  return status;
}

}  // namespace host::native
