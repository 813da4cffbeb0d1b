// SPDX-License-Identifier: MPL-2.0
// Key files as they come from anywhere, before a password is known: recognised, taken apart, their cost counted. And
// the inside of a safe, which is foreign still when the password was right.
#include <nssbridge/key_file.hpp>

#include <algorithm>

#include "nssbridge/src/der_reader.hpp"
#include "support/promise.hpp"

using namespace nssbridge;

namespace {

constexpr std::uint8_t sequence_tag = 0x30;

bool is_der(BytesView bytes) {
  DerReader reader(bytes);
  return reader.next_tag() == sequence_tag && reader.next() && reader.at_end();
}

void check_algorithm(const key_file::Algorithm& algorithm) {
  fuzz::promise(is_der(algorithm.identifier), "what NSS is given is DER");
  fuzz::promise(algorithm.rounds > 0, "there is no derivation without a round");
}

void check_bags(const std::vector<key_file::Bag>& bags) {
  fuzz::promise(bags.size() <= key_file::most_bags, "bags have a limit");
  for (const auto& bag : bags) {
    fuzz::promise(to_valid_utf8(bag.name) == bag.name, "names are UTF-8");
    if (bag.kind == key_file::Bag::Kind::shrouded_key) check_algorithm(bag.algorithm);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView input(data, size);
  if (const auto bags = fuzz::unless_refused([&] { return key_file::read_safe(input); })) check_bags(*bags);
  const auto file = fuzz::unless_refused([&] { return key_file::read(input); });
  if (!file) return 0;
  check_bags(file->bags);
  std::uint64_t most = 0;
  for (const auto& safe : file->sealed) {
    check_algorithm(safe.algorithm);
    most = std::max(most, safe.algorithm.rounds);
  }
  if (file->mac) {
    check_algorithm(file->mac->derivation);
    most = std::max(most, file->mac->derivation.rounds);
    fuzz::promise(file->needs_password(), "a MAC needs a password");
  }
  const auto rounds = key_file::rounds(*file, {});
  fuzz::promise(rounds <= key_file::most_rounds && rounds >= most, "what is accepted is not costly");
  if (size > 2) fuzz::unless_refused([&] { return key_file::read(input.first(size - 1)); });
  return 0;
}
