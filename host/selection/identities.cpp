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
    std::erase_if(item, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
    if (!item.empty()) items.push_back(std::move(item));
    begin = end + 1;
  }
  return items;
}

std::string prefix_of(const std::string& id) {
  return "mail.identity." + id + ".";
}

/// Thunderbird leaves out an account without a server, and one whose server another account has.
std::vector<std::string> accounts(const PrefsFile& file) {
  std::vector<std::string> keys = split(file.text("mail.accountmanager.accounts").value_or(""));
  std::set<std::string> servers;
  std::erase_if(keys, [&](const std::string& key) {
    const auto server = file.text("mail.account." + key + ".server");
    return !server || !servers.insert(*server).second;
  });
  return keys;
}

/// Identity keys that accounts name, in the order of the accounts.
std::vector<std::string> keys_of_accounts(const PrefsFile& file) {
  std::vector<std::string> keys;
  for (const auto& account : accounts(file))
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

/// The attributes of one identity. What it does not have itself, Thunderbird takes from the identity
/// `default`.
class Attributes {
 public:
  Attributes(const PrefsFile& file, const std::string& id) : m_file(file), m_own(prefix_of(id)) {}

  std::string text(const std::string& name) const { return read(name, &PrefsFile::text).value_or(""); }
  bool flag(const std::string& name) const { return read(name, &PrefsFile::boolean).value_or(false); }
  OwnSwitches own() const {
    return {m_file.boolean(m_own + "sign_mail"), m_file.integer(m_own + "encryptionpolicy"), m_file.integer(m_own + "e2etechpref")};
  }
  int number(const std::string& name) const { return read(name, &PrefsFile::integer).value_or(0); }

  std::optional<Stored> stored(const std::string& purpose) const {
    Stored value{text(purpose + "_cert_name"), text(purpose + "_cert_dbkey")};
    if (value.name.empty() && value.db_key.empty()) return std::nullopt;
    return value;
  }

 private:
  template <typename T>
  std::optional<T> read(const std::string& name,
                        std::optional<T> (PrefsFile::*reader)(std::string_view) const) const {
    auto own = (m_file.*reader)(m_own + name);
    return own ? own : (m_file.*reader)(prefix_of("default") + name);
  }

  const PrefsFile& m_file;
  std::string m_own;
};

Identity read_identity(const PrefsFile& file, const std::string& id) {
  const Attributes attributes(file, id);
  Identity identity;
  identity.id = id;
  identity.name = attributes.text("fullName");
  identity.email = attributes.text("useremail");
  identity.signing = attributes.stored("signing");
  identity.encryption = attributes.stored("encryption");
  identity.sign_by_default = attributes.flag("sign_mail");
  identity.encrypt_by_default = attributes.number("encryptionpolicy") == 2;
  identity.technology = attributes.number("e2etechpref");
  identity.has_openpgp_key = !attributes.text("openpgp_key_id").empty();
  identity.own = attributes.own();
  return identity;
}

template <typename T>
std::optional<prefs::Value> value_of(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return prefs::Value(*value);
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

std::optional<int> technology_for_smime(const Identity& identity) {
  if (identity.technology != openpgp || identity.has_openpgp_key) return std::nullopt;
  return automatic;
}

Identity with(Identity identity, const Wanted& wanted) {
  if (wanted.signing) identity.signing = *wanted.signing;
  if (wanted.encryption) identity.encryption = *wanted.encryption;
  if (wanted.sign_by_default) identity.sign_by_default = *wanted.sign_by_default;
  if (wanted.encrypt_by_default) identity.encrypt_by_default = *wanted.encrypt_by_default;
  if (wanted.technology) identity.technology = *wanted.technology;
  return identity;
}

prefs::Changes changes_for(const std::string& id, const Wanted& wanted) {
  const auto prefix = prefix_of(id);
  prefs::Changes changes;
  set_stored(changes, prefix, "signing", wanted.signing);
  set_stored(changes, prefix, "encryption", wanted.encryption);
  const auto& was = wanted.as_it_was;
  if (wanted.sign_by_default) changes[prefix + "sign_mail"] = value_of(was ? was->sign_mail : wanted.sign_by_default);
  if (wanted.encrypt_by_default)
    changes[prefix + "encryptionpolicy"] =
        value_of(was ? was->encryption_policy : std::optional(*wanted.encrypt_by_default ? 2 : 0));
  if (wanted.technology) changes[prefix + "e2etechpref"] = value_of(was ? was->technology : wanted.technology);
  return changes;
}

}  // namespace host::selection
