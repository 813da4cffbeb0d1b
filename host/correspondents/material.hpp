// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/given.hpp>
#include <host/mail/verify.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace host::correspondents {

/// One message, or one person's certificate of a file, as read: nothing is judged yet.
struct Material {
  std::size_t file = 0;                    ///< which of those given
  bool of_message = false;
  mail::Sender sender;                     ///< of a message
  mail::Examined examined;                 ///< of a message; without content and certificates
  std::optional<nssbridge::Certificate> certificate;  ///< of a file
  std::optional<nssbridge::Error> fault;   ///< why it could not be read
};

/// Reads all files. `pool` holds what the profile has, and afterwards also whatever certificate came along: it may complete chains.
/// `open` decrypts. `progress` hears how many are done. Throws only Error(cancelled).
std::vector<Material> read_materials(const std::vector<std::string>& files, store::Contents& pool, const mail::Open& open,
                                     const std::function<void(std::size_t done, std::size_t total)>& progress);

}  // namespace host::correspondents
