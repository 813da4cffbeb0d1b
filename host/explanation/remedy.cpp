// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/remedy.hpp>

#include <host/text/words.hpp>

#include <algorithm>
#include <filesystem>

namespace host::explanation {

using nlohmann::json;
using nssbridge::Fingerprint;
using profiles::Profile;
using Kind = Remedy::Kind;

namespace {

constexpr std::size_t longest_name = 40;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::select: return "select";
    case Kind::clear: return "clear-encryption";
    case Kind::renew: return "renew";
    case Kind::bring: return "bring";
    case Kind::bring_key: return "bring-key";
    case Kind::bring_chain: return "bring-chain";
    case Kind::trust_root: return "trust-root";
    case Kind::fetch_issuer: return "fetch-issuer";
    case Kind::look_at_token: return "look-at-token";
    case Kind::start: return "start-thunderbird";
    case Kind::wait: return "wait";
    case Kind::other: break;
  }
  return "other";
}

std::string purposes(const Remedy& remedy) {
  if (remedy.signing && remedy.encryption) return "signing and encryption";
  return remedy.signing ? "signing" : "encryption";
}

std::string plain_words(const Remedy& remedy, const Profile& target) {
  const bool elsewhere = remedy.from != nullptr && remedy.from->id != target.id;
  const std::string place = elsewhere ? title_of(*remedy.from) : "this profile";
  const std::string day = remedy.not_after ? nssbridge::to_rfc3339(*remedy.not_after).substr(0, 10) : "";
  switch (remedy.kind) {
    case Kind::select:
      return "Select the certificate for " + purposes(remedy) + " that is in this profile already.";
    case Kind::clear:
      return std::string("Select none for encryption") + (remedy.signing ? ", and for signing the certificate that is in this profile" : "") +
             ". Mail of this identity can be signed then, and is not encrypted until there is a certificate that allows both.";
    case Kind::renew:
      return "Switch every identity of this address to the newer certificate, valid to " + day + ", which is in " +
             place + ". The old one stays, with its key, for old mail.";
    case Kind::bring:
      return "Copy the certificate with its key from " + place + " and select it.";
    case Kind::bring_key:
      return "Get the private key of the certificate back from " + place + " and select it.";
    case Kind::bring_chain:
      if (!elsewhere) return "Trust the root above the certificate for e-mail, as the administrator of this computer has said.";
      return "Take over the authorities, and the trust for e-mail, that the certificate needs from " + place + ".";
    case Kind::trust_root:
      return remedy.words.empty() ? "" :
                                    "An administrator's policy (" + remedy.words +
                                        ") installs the root above the certificate. It leaves a root as it is that is "
                                        "trusted for web pages already, and for e-mail this profile does not trust it.";
    case Kind::start:
      return "Close Thunderbird and start it again: an administrator's policy (" + remedy.words +
             ") then brings in what is missing above the certificate, trusted for web pages and for e-mail.";
    case Kind::look_at_token:
      return "Put the token in that the certificate may be on, and have it looked at. Its library is loaded for that, and it may "
             "want its PIN.";
    case Kind::wait:
      return "Close Thunderbird: a selection that waits for that is then made.";
    case Kind::fetch_issuer:
    case Kind::other:
      break;
  }
  return remedy.words;
}

constexpr const char* about_roots =
    "If you know that the root above the certificate is genuine (compare all 64 digits of its fingerprint with what the "
    "authority has published), trust it for e-mail.";

std::string words_for(const Remedy& remedy, const Profile& target) {
  auto words = plain_words(remedy, target);
  if (remedy.roots.empty()) return words;
  if (words.empty()) return about_roots;
  if (remedy.kind != Kind::trust_root) words += " Nobody trusts its root yet.";
  return words + " " + about_roots;
}

json hex(const std::vector<Fingerprint>& fingerprints) {
  json names = json::array();
  for (const auto& each : fingerprints) names.push_back(each.hex());
  return names;
}

void describe_selection(const Remedy& remedy, const Profile& target, const std::string& identity, Step& step) {
  json params{{"profile", target.id}, {"identity", identity}};
  std::string command = "certferry select --profile " + text::shell_word(target.id) + " --identity " + text::shell_word(identity);
  if (remedy.signing) {
    params["signing"] = remedy.signing->hex();
    command += " --signing " + remedy.signing->hex();
  }
  if (remedy.encryption) {
    params["encryption"] = remedy.encryption->hex();
    command += " --encryption " + remedy.encryption->hex();
  }
  if (remedy.kind == Kind::clear) {
    params["encryption"] = nullptr;
    command += " --encryption none";
  }
  step.command = std::move(command);
  step.call = {{"method", "selection.set"}, {"params", std::move(params)}};
}

void describe_move(const Remedy& remedy, const Profile& target, Step& step) {
  json params{{"from", remedy.from->id}, {"to", target.id}, {"certificates", hex(remedy.certificates)}};
  std::string command = "certferry migrate --from " + text::shell_word(remedy.from->id) + " --to " + text::shell_word(target.id);
  for (const auto& each : remedy.certificates) command += " --certificate " + each.hex();
  for (const auto& root : remedy.roots) command += " --trust-root " + root.hex();
  if (!remedy.roots.empty()) params["trustRoots"] = hex(remedy.roots);
  if (remedy.kind == Kind::renew) {
    params["renew"] = true;
    command += " --renew";
  }
  step.command = std::move(command);
  step.call = {{"method", "migration.run"}, {"params", std::move(params)}};
}

template <typename T>
void unite(std::vector<T>& into, const std::vector<T>& more) {
  for (const auto& each : more)
    if (std::ranges::find(into, each) == into.end()) into.push_back(each);
}

}  // namespace

std::string title_of(const Profile& profile) {
  return text::application_name(profiles::name_of(profile.application)) + " (" +
         text::short_name(profile.name, longest_name) + ")";
}

void add(std::vector<Remedy>& remedies, Remedy remedy) {
  if (std::ranges::find(remedies, remedy) != remedies.end()) return;
  const auto same = std::ranges::find_if(remedies, [&](const Remedy& each) {
    return each.kind == remedy.kind && each.from == remedy.from && each.needs_decision == remedy.needs_decision &&
           each.words == remedy.words;
  });
  if (same == remedies.end()) {
    remedies.push_back(std::move(remedy));
    return;
  }
  unite(same->certificates, remedy.certificates);
  unite(same->roots, remedy.roots);
  if (remedy.signing) same->signing = remedy.signing;
  if (remedy.encryption) same->encryption = remedy.encryption;
}

Step step_for(const Remedy& remedy, const Profile& target, const std::string& identity) {
  Step step{name_of(remedy.kind), words_for(remedy, target), std::nullopt, nullptr, remedy.needs_decision};
  if (remedy.selects()) describe_selection(remedy, target, identity, step);
  if (remedy.moves()) describe_move(remedy, target, step);
  if (remedy.kind == Kind::fetch_issuer) step.command = "certferry import --profile " + text::shell_word(target.id) + " FILE";
  if (remedy.kind == Kind::look_at_token)
    step.command = "certferry explain --profile " + text::shell_word(target.id) + " --identity " + text::shell_word(identity) + " --tokens";
  return step;
}

}  // namespace host::explanation
