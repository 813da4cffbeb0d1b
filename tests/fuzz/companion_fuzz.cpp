// SPDX-License-Identifier: MPL-2.0
// What lies beside a whole backup's key file: the envelope, whose password nobody knows, and what would be inside it.
#include <host/export/companion.hpp>

#include "support/promise.hpp"

#include <algorithm>

using namespace host::exporting;

namespace {

bool same(const Companion& one, const Companion& other) {
  const auto same_other = [](const auto& left, const auto& right) { return left.der == right.der && left.nickname == right.nickname; };
  const auto same_trust = [](const auto& left, const auto& right) { return left.certificate == right.certificate && left.email == right.email; };
  return one.key_file == other.key_file && std::ranges::equal(one.certificates, other.certificates, same_other) &&
         std::ranges::equal(one.trust, other.trust, same_trust) && one.smime_profiles == other.smime_profiles;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const nssbridge::BytesView input(data, size);
  if (const auto sealed = fuzz::unless_refused([&] { return sealed_in(input); }))
    fuzz::promise(is_companion(input), "what has a sealed part is taken for no key file");
  const auto inside = fuzz::unless_refused([&] { return companion_in(input); });
  if (!inside) return 0;
  for (const auto& each : inside->trust)
    fuzz::promise(each.email == nssbridge::Trust::trusted || each.email == nssbridge::Trust::distrusted, "trust says one of two things");
  const auto text = text_in(*inside);
  const nssbridge::BytesView written(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  fuzz::promise(same(companion_in(written), *inside), "what is read is what would be written");
  return 0;
}
