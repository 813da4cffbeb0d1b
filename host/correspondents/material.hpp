// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/correspondents/given.hpp>
#include <host/mail/verify.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>

#include <deque>
#include <memory>
#include <optional>

namespace host::correspondents {

/// One message, or one person's certificate of a file, as read: nothing is judged yet.
struct Material {
  std::size_t file = 0;                    ///< which of those given
  bool of_message = false;
  mail::Sender sender;                     ///< of a message
  mail::Examined examined;                 ///< without content and certificates; of a certificate's file, what its owner signed there
  std::shared_ptr<const nssbridge::Certificate> certificate;  ///< of a file; null: none
  std::optional<nssbridge::Error> fault;   ///< why it could not be read
  bool is_unsigned() const { return of_message && !fault && !examined.signature; }
};

/// Of more than that, what teaches nothing new is only counted.
inline constexpr std::size_t most_told = 1000;
/// More than that at once, which somebody signed or which could not be read, would need memory without end.
inline constexpr std::size_t most_materials = 50'000;

struct Materials {
  std::deque<Material> kept;     ///< in the order of the files
  std::size_t only_counted = 0;  ///< messages without a signature; 0 where `most_told` or fewer were read
  std::size_t all() const { return kept.size() + only_counted; }
};

/// Reads all files. `pool` holds what the profile has, and afterwards also whatever certificate came along: it may complete chains.
/// `open` decrypts. Keeps no text, and each certificate once. Throws what `next` and a cancelled `open` throw, and Error(too_large)
/// where more than `most_materials` would have to be kept.
Materials read_materials(const NextPiece& next, store::Contents& pool, const mail::Open& open);

}  // namespace host::correspondents
