// SPDX-License-Identifier: MPL-2.0
#include <host/selection/identities.hpp>

#include <algorithm>
#include <set>

namespace host::selection {

using prefs::PrefsFile;

namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const auto end = std::min(list.find(',', begin), list.size());
    auto item = list.substr(begin, end - begin);
    std::erase(item, ' ');
    if (!item.empty()) items.push_back(std::move(item));
    begin = end + 1;
  }
  return items;
}

std::string prefix_of(const std::string& id) { return "mail.identity." + id + "."; }

/// Identity keys that accounts name, in the order of the accounts.
std::vector<std::string> keys_of_accounts(const PrefsFile& file) {
  std::vector<std::string> keys;
  for (const auto& account : split(file.text("mail.accountmanager.accounts").value_or("")))
    for (auto& key : split(file.text("mail.account." + account + ".identities").value_or("")))
      keys.push_back(std::move(key));
  return keys;
}

/// Keys that only their own preferences speak of.
std::vector<std::string> keys_without_account(const PrefsFile& file) {
  constexpr std::string_view start = "mail.identity.", end = ".useremail";
  std::vector<std::string> keys;
  for (const auto& name : file.names())
    if (name.starts_with(start) && name.ends_with(end) && name.size() > start.size() + end.size())
      keys.push_back(name.substr(start.size(), name.size() - start.size() - end.size()));
  std::erase(keys, "default");
  return keys;
}

std::optional<Stored> stored(const PrefsFile& file, const std::string& prefix, const char* purpose) {
  Stored value{file.text(prefix + purpose + "_cert_name").value_or(""), file.text(prefix + purpose + "_cert_dbkey").value_or("")};
  if (value.name.empty() && value.db_key.empty()) return std::nullopt;
  return value;
}

Identity read_identity(const PrefsFile& file, const std::string& id) {
  const auto prefix = prefix_of(id);
  Identity identity;
  identity.id = id;
  identity.name = file.text(prefix + "fullName").value_or("");
  identity.email = file.text(prefix + "useremail").value_or("");
  identity.signing = stored(file, prefix, "signing");
  identity.encryption = stored(file, prefix, "encryption");
  identity.sign_by_default = file.boolean(prefix + "sign_mail").value_or(false);
  identity.encrypt_by_default = file.integer(prefix + "encryptionpolicy").value_or(0) == 2;
  identity.technology = file.integer(prefix + "e2etechpref").value_or(0);
  identity.has_openpgp_key = !file.text(prefix + "openpgp_key_id").value_or("").empty();
  return identity;
}

void set_stored(prefs::Changes& changes, const std::string& prefix, const char* purpose,
                const std::optional<std::optional<Stored>>& wanted) {
  if (!wanted) return;
  const std::string name = prefix + purpose + "_cert_name", key = prefix + purpose + "_cert_dbkey";
  if (!*wanted) {
    changes[name] = std::nullopt;
    changes[key] = std::nullopt;
    return;
  }
  changes[name] = prefs::Value((*wanted)->name);
  changes[key] = prefs::Value((*wanted)->db_key);
}

}  // namespace

std::vector<Identity> read_identities(const PrefsFile& file) {
  auto keys = keys_of_accounts(file);
  std::ranges::copy(keys_without_account(file), std::back_inserter(keys));
  std::vector<Identity> identities;
  std::set<std::string> known;
  for (const auto& key : keys)
    if (known.insert(key).second) identities.push_back(read_identity(file, key));
  return identities;
}

prefs::Changes changes_for(const std::string& id, const Wanted& wanted) {
  const auto prefix = prefix_of(id);
  prefs::Changes changes;
  set_stored(changes, prefix, "signing", wanted.signing);
  set_stored(changes, prefix, "encryption", wanted.encryption);
  if (wanted.sign_by_default) changes[prefix + "sign_mail"] = prefs::Value(*wanted.sign_by_default);
  if (wanted.encrypt_by_default) changes[prefix + "encryptionpolicy"] = prefs::Value(*wanted.encrypt_by_default ? 2 : 0);
  if (wanted.technology) changes[prefix + "e2etechpref"] = prefs::Value(*wanted.technology);
  return changes;
}

}  // namespace host::selection
