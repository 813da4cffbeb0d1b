// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/letter_texts.hpp>

#include <cstddef>
#include <filesystem>
#include <vector>

namespace host::fleet {

struct Letters {
  std::size_t written = 0;          ///< to so many people
  std::size_t there_already = 0;    ///< of an earlier merge that foresaw the same
  std::size_t without_address = 0;  ///< no letter can be sent to what stands for their address
};

/// Writes for each person a letter, NAME.txt, and a calendar entry, NAME.ics, into the folder, which is made where it is not there. Only
/// its owner can read a file; none that is there is ever overwritten. NAME says for whom it is, and is made of harmless characters. Throws
/// Error(permission_denied), Error(io_failure).
Letters write_letters(const std::vector<Forecast>& people, const std::filesystem::path& folder, Language language, nssbridge::Time at);

/// Can a letter be sent to it? No comment, quotes, blanks or hidden characters, and no pseudonym of a report.
bool is_postal(std::string_view address);

}  // namespace host::fleet
