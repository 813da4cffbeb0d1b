// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>
#include <vector>

namespace host::text {

/// Rows in columns as wide as their widest cell; the last column is as long as it is.
std::string table(const std::vector<std::vector<std::string>>& rows);

}  // namespace host::text
