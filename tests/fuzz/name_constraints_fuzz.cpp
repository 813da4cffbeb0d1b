// SPDX-License-Identifier: MPL-2.0
// Name constraints of an authority against names: three elements of DER, the constraints, the alternative
// names (NULL: the certificate has none) and the subject.
#include "nssbridge/src/name_constraints.hpp"

#include "nssbridge/src/der_reader.hpp"
#include "support/promise.hpp"

using namespace nssbridge;

namespace {

constexpr std::uint8_t null_tag = 0x05;

Bytes copy(BytesView bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  DerReader reader({data, size});
  const auto constraints = reader.next(), alternatives = reader.next(), subject = reader.next();
  if (!constraints || !alternatives || !subject) return 0;
  Certificate certificate;
  certificate.subject_der = copy(subject->whole);
  if (alternatives->tag != null_tag) certificate.subject_alternatives = copy(alternatives->whole);
  const bool inside = within(constraints->whole, certificate);
  fuzz::promise(!inside || !constraints->content.empty(), "constraints that say nothing are malformed");
  Bytes longer = copy(constraints->whole);
  longer.back() ^= 0xFF;
  within(longer, certificate);
  for (std::size_t length = 0; length < constraints->whole.size(); ++length)
    fuzz::promise(!within(constraints->whole.first(length), certificate),
                  "constraints that are cut off allow nothing");
  return 0;
}
