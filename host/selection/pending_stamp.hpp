// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <string>

namespace host::selection {

/// What a folder of pending selections (`certferry/pending` of a profile) holds, told from the outside:
/// names, inodes, sizes and times of the records, none of which is opened. Two are equal only if no selection
/// came, went or changed between them. Empty where the folder is not there, or is a link.
std::string pending_stamp(const std::filesystem::path& folder);

}  // namespace host::selection
