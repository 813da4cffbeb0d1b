// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace host::native {

/// The way to the client: a private duplicate of standard output, which from now on is standard error, so
/// that nothing that prints can get between the frames. Nothing if standard input or output is closed. Never
/// a number below 3, and closed in programs that are started.
std::optional<int> take_standard_output();

/// Writes all of it, however long that takes. False when the client reads no more.
bool write_all(int descriptor, std::string_view bytes);

enum class Waited { input, ended, stopped };

/// Waits on standard input for bytes. While `is_full()` none are read, but a client that goes away is
/// noticed. `stopped`: the cancellation was asked for.
Waited wait_for_input(const front::Cancellation& stop, const std::function<bool()>& is_full);

/// What there is on standard input, put into `buffer` as far as it reaches. Empty at its end; nothing if it has to
/// be waited for again.
std::optional<std::string_view> read_input(std::span<char> buffer);

/// Is somebody at a keyboard there?
bool input_is_terminal();

}  // namespace host::native
