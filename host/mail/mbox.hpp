// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

/// What folders of messages (mbox, RFC 4155) do to one.
namespace host::mail {

/// What stands at the start of a folder, and before each message in it.
inline constexpr std::string_view folder_start = "From ";

/// The message of a file that holds one as folders do, without the line "From ..." before it.
std::string_view without_folder_line(std::string_view file);

/// With one '>' less before each line's "From ", as it was before it came into a folder; nothing where no line has one.
std::optional<std::string> without_quoting(std::string_view message);

}  // namespace host::mail
