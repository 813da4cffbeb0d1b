// SPDX-License-Identifier: MPL-2.0
#include <host/export/companion.hpp>

#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>
#include <nssbridge/sealed.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::exporting {

using nlohmann::json;
using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::Trust;

namespace {

constexpr const char* about =
    "Certferry wrote this beside a key file (PKCS#12). It holds what such a file cannot: the profile's other certificates, e-mail "
    "trust, and how correspondents encrypt; under the key file's password. Keep the two together.";
constexpr int version = 1;
constexpr std::size_t most_values = 200'000;

[[noreturn]] void refuse() {
  throw Error(Kind::bad_file, "The file beside the key file is none that Certferry wrote, or was cut short. Nothing was changed. Take "
                              "another copy of it, or move it away to bring back the key file alone.");
}

BytesView octets_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string base64(BytesView octets) { return nssbridge::to_base64(octets); }

json or_null(const std::optional<Bytes>& octets) { return octets ? json(base64(*octets)) : json(); }

/// Readers of what passed the MAC are strict all the same: a later version may say more than this one understands.
json parse(BytesView text) {
  try {
    return protocol::parse_strictly({reinterpret_cast<const char*>(text.data()), text.size()}, most_values);
  } catch (const Error&) {
    refuse();
  }
}

const json& member(const json& object, const char* name) {
  if (!object.is_object()) refuse();
  const auto found = object.find(name);
  if (found == object.end()) refuse();
  return *found;
}

const json& list(const json& object, const char* name) {
  const json& found = member(object, name);
  if (!found.is_array()) refuse();
  return found;
}

const std::string& text(const json& object, const char* name) {
  const json& found = member(object, name);
  if (!found.is_string()) refuse();
  return found.get_ref<const std::string&>();
}

Bytes octets(const json& object, const char* name) {
  auto decoded = nssbridge::from_base64(text(object, name));
  if (!decoded) refuse();
  return std::move(*decoded);
}

std::optional<Bytes> octets_or_null(const json& object, const char* name) {
  if (member(object, name).is_null()) return std::nullopt;
  return octets(object, name);
}

std::string any_text(const json& object, const char* name) {
  const auto bytes = octets(object, name);
  return {bytes.begin(), bytes.end()};
}

Companion::Trusted trusted(const json& entry) {
  const auto fingerprint = nssbridge::Fingerprint::parse(text(entry, "certificate"));
  const auto& email = text(entry, "email");
  if (!fingerprint || (email != "trusted" && email != "distrusted")) refuse();
  return {*fingerprint, email == "trusted" ? Trust::trusted : Trust::distrusted};
}

json payload(const Companion& companion) {
  json value{{"keyFile", base64(companion.key_file)}, {"certificates", json::array()}, {"trust", json::array()}, {"smimeProfiles", json::array()}};
  for (const auto& each : companion.certificates)
    value["certificates"].push_back({{"der", base64(each.der)}, {"nickname", base64(octets_of(each.nickname))}});
  for (const auto& each : companion.trust)
    value["trust"].push_back({{"certificate", each.certificate.hex()}, {"email", each.email == Trust::trusted ? "trusted" : "distrusted"}});
  for (const auto& each : companion.smime_profiles)
    value["smimeProfiles"].push_back({{"subject", base64(each.subject)},
                                      {"email", base64(octets_of(each.email))},
                                      {"capabilities", or_null(each.capabilities)},
                                      {"time", or_null(each.time)}});
  return value;
}

Companion companion_from(const json& value) {
  Companion companion;
  companion.key_file = octets(value, "keyFile");
  for (const auto& each : list(value, "certificates"))
    companion.certificates.push_back({octets(each, "der"), any_text(each, "nickname")});
  for (const auto& each : list(value, "trust")) companion.trust.push_back(trusted(each));
  for (const auto& each : list(value, "smimeProfiles"))
    companion.smime_profiles.push_back({octets(each, "subject"), any_text(each, "email"), octets_or_null(each, "capabilities"),
                                        octets_or_null(each, "time")});
  return companion;
}

}  // namespace

Bytes sealed_in(BytesView file) {
  const json envelope = parse(file);
  if (member(envelope, "version") != version) refuse();
  return octets(envelope, "sealed");
}

Companion companion_in(BytesView clear) { return companion_from(parse(clear)); }

std::string text_in(const Companion& companion) { return payload(companion).dump(); }

Bytes write_companion(const Companion& companion, const nssbridge::Secret& password) {
  const json envelope{{"about", about}, {"version", version},
                      {"sealed", base64(nssbridge::seal(octets_of(text_in(companion)), password))}};
  const std::string file = envelope.dump(1) + "\n";
  if (file.size() > nssbridge::key_file::largest_companion)
    throw Error(Kind::too_large, "The profile has more other people's certificates than the file beside a whole backup can hold. Export its "
                                 "own certificates with --certificate; the folder of the profile is a backup of the others.");
  return {file.begin(), file.end()};
}

std::optional<Companion> read_companion(BytesView file, const nssbridge::Secret& password) {
  const auto clear = nssbridge::unseal(sealed_in(file), password);
  if (!clear) return std::nullopt;
  return companion_in(*clear);
}

Companion read_companion_of(BytesView key_file, BytesView file, const nssbridge::Secret& password) {
  auto companion = read_companion(file, password);
  if (!companion)
    throw Error(Kind::bad_file, "The file beside the key file was changed since it was written, or belongs to a key file with another "
                                "password. Nothing was changed. Take another copy of both, or move it away to bring back the key file alone.");
  if (companion->key_file != nssbridge::sha256(key_file))
    throw Error(Kind::bad_file, "The file beside the key file belongs to another key file. Nothing was changed. Put the two together that "
                                "were written together, or move it away to bring back the key file alone.");
  return std::move(*companion);
}

bool is_companion(BytesView file) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = std::ranges::find_if(file, [&](std::uint8_t octet) { return blank.find(static_cast<char>(octet)) == blank.npos; });
  return first != file.end() && *first == '{';
}

}  // namespace host::exporting
