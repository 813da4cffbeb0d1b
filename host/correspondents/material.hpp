// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/given.hpp>
#include <host/mail/verify.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>

#include <optional>
#include <vector>

namespace host::correspondents {

/// One message, or one person's certificate of a file, as read: nothing is judged yet.
struct Material {
  std::size_t file = 0;                    ///< which of those given
  bool of_message = false;
  mail::Sender sender;                     ///< of a message
  mail::Examined examined;                 ///< without content and certificates; of a certificate's file, what its owner signed there
  std::optional<nssbridge::Certificate> certificate;  ///< of a file
  std::optional<nssbridge::Error> fault;   ///< why it could not be read
};

/// More than that at once would make an answer that nobody can take.
inline constexpr std::size_t most_materials = 50'000;

/// Reads all files. `pool` holds what the profile has, and afterwards also whatever certificate came along: it may complete chains.
/// `open` decrypts. Keeps no text, and each certificate once. Throws what `next` and a cancelled `open` throw, and Error(too_large)
/// beyond `most_materials`.
std::vector<Material> read_materials(const NextPiece& next, store::Contents& pool, const mail::Open& open);

}  // namespace host::correspondents
