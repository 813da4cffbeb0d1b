// SPDX-License-Identifier: MPL-2.0
// The password record of key4.db: the length of the salt in the first octet, then the check value.
#include "nssbridge/files/password_record.hpp"
#include "support/promise.hpp"

using nssbridge::files::decode_password_record;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t salt_length = data[0];
  const nssbridge::BytesView check_value(data + 1, size - 1);
  const auto record = decode_password_record(salt_length, check_value);
  fuzz::promise(record.salt_length == salt_length, "the length of the salt stays");
  if (record.protects) fuzz::promise(record.pbes2 && record.iterations > 0, "only PBES2 tells of a password");
  if (record.protects == false) fuzz::promise(record.iterations == 1, "the empty password has one round");
  if (record.protects == true) fuzz::promise(record.iterations > 1, "a password has many rounds");
  nssbridge::Bytes longer(check_value.begin(), check_value.end());
  longer.push_back(0x30);
  const auto again = decode_password_record(salt_length, longer);
  if (record.protects)
    fuzz::promise(again.protects == record.protects, "what follows the record says nothing");
  return 0;
}
