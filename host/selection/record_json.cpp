// SPDX-License-Identifier: MPL-2.0
#include <host/selection/record_json.hpp>

#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <limits>

namespace host::selection {

using nlohmann::json;

namespace {

/// What stands in prefs.js need not be UTF-8, and must come back the same, or it would look as if the person
/// had changed it.
json text_json(const std::string& text) {
  if (nssbridge::to_valid_utf8(text) == text) return text;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
  return {{"base64", nssbridge::to_base64({begin, text.size()})}};
}

/// Throws json::exception.
std::string text_from(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  const auto bytes =
      nssbridge::from_base64(value.at("base64").get<std::string>()).value_or(nssbridge::Bytes{});
  return {bytes.begin(), bytes.end()};
}

json stored_json(const std::optional<Stored>& stored) {
  if (!stored) return nullptr;
  return {{"name", text_json(stored->name)}, {"dbKey", text_json(stored->db_key)}};
}

std::optional<Stored> stored_from(const json& value) {
  if (value.is_null()) return std::nullopt;
  return Stored{text_from(value.at("name")), text_from(value.at("dbKey"))};
}

json own_json(const OwnSwitches& own) {
  json value = json::object();
  if (own.sign_mail) value["signMail"] = *own.sign_mail;
  if (own.encryption_policy) value["encryptionPolicy"] = *own.encryption_policy;
  if (own.technology) value["technology"] = *own.technology;
  return value;
}

json wanted_json(const Wanted& wanted) {
  json value = json::object();
  if (wanted.signing) value["signing"] = stored_json(*wanted.signing);
  if (wanted.encryption) value["encryption"] = stored_json(*wanted.encryption);
  if (wanted.sign_by_default) value["signByDefault"] = *wanted.sign_by_default;
  if (wanted.encrypt_by_default) value["encryptByDefault"] = *wanted.encrypt_by_default;
  if (wanted.technology) value["technology"] = *wanted.technology;
  if (wanted.as_it_was) value["asItWas"] = own_json(*wanted.as_it_was);
  return value;
}

/// Throws json::exception also for a number that an int does not hold, which get<int>() would only cut.
int integer_from(const json& value) {
  using Limits = std::numeric_limits<int>;
  const bool fits = value.is_number_integer() && value.get<double>() >= Limits::min() &&
                    value.get<double>() <= Limits::max();
  if (!fits) throw json::type_error::create(302, "no int", &value);
  return value.get<int>();
}

OwnSwitches own_from(const json& value) {
  OwnSwitches own;
  if (value.contains("signMail")) own.sign_mail = value["signMail"].get<bool>();
  if (value.contains("encryptionPolicy")) own.encryption_policy = integer_from(value["encryptionPolicy"]);
  if (value.contains("technology")) own.technology = integer_from(value["technology"]);
  return own;
}

Wanted wanted_from(const json& value) {
  Wanted wanted;
  if (value.contains("signing")) wanted.signing.emplace(stored_from(value["signing"]));
  if (value.contains("encryption")) wanted.encryption.emplace(stored_from(value["encryption"]));
  if (value.contains("signByDefault")) wanted.sign_by_default = value["signByDefault"].get<bool>();
  if (value.contains("encryptByDefault")) wanted.encrypt_by_default = value["encryptByDefault"].get<bool>();
  if (value.contains("technology")) wanted.technology = integer_from(value["technology"]);
  if (value.contains("asItWas")) wanted.as_it_was = own_from(value["asItWas"]);
  return wanted;
}

Identity read_identity(const json& value) {
  Identity identity;
  identity.id = text_from(value.at("id"));
  identity.name = text_from(value.at("name"));
  identity.email = text_from(value.at("email"));
  identity.signing = stored_from(value.at("signing"));
  identity.encryption = stored_from(value.at("encryption"));
  identity.sign_by_default = value.at("signByDefault").get<bool>();
  identity.encrypt_by_default = value.at("encryptByDefault").get<bool>();
  identity.technology = integer_from(value.at("technology"));
  identity.has_openpgp_key = value.at("hasOpenpgpKey").get<bool>();
  if (value.contains("own")) identity.own = own_from(value["own"]);
  return identity;
}

}  // namespace

json to_json(const Identity& identity) {
  json value{{"id", text_json(identity.id)},
             {"name", text_json(identity.name)},
             {"email", text_json(identity.email)},
             {"signing", stored_json(identity.signing)},
             {"encryption", stored_json(identity.encryption)},
             {"signByDefault", identity.sign_by_default},
             {"encryptByDefault", identity.encrypt_by_default},
             {"technology", identity.technology},
             {"hasOpenpgpKey", identity.has_openpgp_key}};
  if (identity.own) value["own"] = own_json(*identity.own);
  return value;
}

json to_json(const Pending& pending) {
  return {{"version", 1},
          {"identity", text_json(pending.identity)},
          {"email", text_json(pending.email)},
          {"wanted", wanted_json(pending.wanted)},
          {"before", to_json(pending.before)},
          {"setLive", wanted_json(pending.set_live)},
          {"since", pending.since},
          {"signing", pending.signing_fingerprint},
          {"encryption", pending.encryption_fingerprint},
          {"signingOnToken", pending.signing_on_token},
          {"encryptionOnToken", pending.encryption_on_token}};
}

std::optional<Identity> identity_from(const json& value) {
  try {
    return read_identity(value);
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::optional<Pending> pending_from(const json& value) {
  try {
    if (value.at("version") != 1) return std::nullopt;
    return Pending{text_from(value.at("identity")),  text_from(value.at("email")),
                   wanted_from(value.at("wanted")),          read_identity(value.at("before")),
                   wanted_from(value.value("setLive", json::object())), value.at("since").get<std::string>(),     value.at("signing").get<std::string>(),
                   value.at("encryption").get<std::string>(), value.value("signingOnToken", false),
                   value.value("encryptionOnToken", false)};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

json to_json(const Dropped& dropped) {
  return {{"version", 1}, {"identity", text_json(dropped.identity)}, {"reason", dropped.reason}, {"time", dropped.time}};
}

std::optional<Dropped> dropped_from(const json& value) {
  try {
    if (value.at("version") != 1) return std::nullopt;
    return Dropped{text_from(value.at("identity")), value.at("reason").get<std::string>(),
                   value.at("time").get<std::string>()};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace host::selection
