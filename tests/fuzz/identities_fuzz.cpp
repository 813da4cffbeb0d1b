// SPDX-License-Identifier: MPL-2.0
// Identities that a prefs.js describes, and the selection of a certificate for each.
#include <host/selection/identities.hpp>

#include <algorithm>
#include <set>

#include "support/promise.hpp"

using host::prefs::PrefsFile;
using host::selection::Identity;
using host::selection::Stored;
using host::selection::Wanted;

namespace {

constexpr std::size_t most_changed = 8;

void check_selection(const PrefsFile& file, const Identity& identity, const std::string& name) {
  Wanted wanted;
  wanted.signing = Stored{name, "AAAA"};
  wanted.encryption.emplace(std::nullopt);
  wanted.sign_by_default = !identity.sign_by_default;
  auto changed = file;
  changed.change(host::selection::changes_for(identity.id, wanted));
  const auto after = host::selection::read_identities(PrefsFile::parse(changed.bytes()));
  const auto found = std::ranges::find(after, identity.id, &Identity::id);
  fuzz::promise(found != after.end(), "an identity stays when a certificate is selected for it");
  fuzz::promise(found->signing == wanted.signing && found->sign_by_default == wanted.sign_by_default,
                "a selection is read again");
  fuzz::promise(found->email == identity.email && found->name == identity.name,
                "a selection changes nothing else");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [bytes, name] = fuzz::parts_of<2>(fuzz::text_of(data, size));
  const auto file = PrefsFile::parse(std::string(bytes));
  std::string selected(name);
  std::erase(selected, '\0');  // refused, which the target for prefs.js sees
  std::set<std::string> ids;
  for (const auto& identity : host::selection::read_identities(file)) {
    fuzz::promise(!identity.id.empty() && ids.insert(identity.id).second, "an identity has a key of its own");
    if (ids.size() <= most_changed) check_selection(file, identity, selected);
  }
  return 0;
}
