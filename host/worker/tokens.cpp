// SPDX-License-Identifier: MPL-2.0
#include <host/worker/tokens.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using profiles::NamedModule;

namespace {

/// The format of before 2018 has its modules in a database of its own.
std::vector<NamedModule> modules_of(const profiles::Profile& profile) {
  if (profile.format == nssbridge::files::Format::dbm) return {};
  return profiles::parse_modules(profiles::module_list(profile.path));
}

bool is_named(const NamedModule& module, const std::string& typed) {
  std::error_code failed;
  return module.library == typed || std::filesystem::equivalent(module.library, typed, failed);
}

std::optional<nssbridge::Certificate> decoded(const nssbridge::Bytes& der) {
  try {
    return nssbridge::decode_certificate(der);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Those of `all` that the person named; all where nothing was named.
std::vector<NamedModule> wanted(const std::vector<NamedModule>& all, const std::vector<std::string>& typed) {
  if (typed.empty()) return all;
  std::vector<NamedModule> found;
  for (const auto& name : typed) {
    const auto module = std::ranges::find_if(all, [&](const NamedModule& each) { return is_named(each, name); });
    if (module == all.end())
      throw Error(Kind::invalid_request, "The profile names no such PKCS#11 module. Add it in the settings of the application, under security "
                                         "devices, or name one that is there.");
    found.push_back(*module);
  }
  return found;
}

}  // namespace

Tokens::Tokens(session::Session& session, const profiles::Profile& profile) : m_modules(json::array()) {
  const auto all = modules_of(profile);
  const auto chosen = wanted(all, session.module_paths());
  m_whole = chosen.size() == all.size();
  for (const auto& module : chosen) read(session, profile, module);
}

void Tokens::read(session::Session& session, const profiles::Profile& profile, const NamedModule& module) {
  json entry{{"name", nssbridge::to_valid_utf8(module.name)}, {"library", nssbridge::to_valid_utf8(module.library)}, {"tokens", json::array()}};
  const bool can_be_asked_for = entry["library"] == module.library;
  const auto answer = can_be_asked_for ? session.ask_module(profile, module.library) : session::Session::ModuleAnswer{"missing", json::array()};
  entry["outcome"] = answer.outcome;
  m_whole = m_whole && !answer.tokens.empty();
  try {
    for (const json& token : answer.tokens) {
      const auto label = token.at("label").get<std::string>();
      const bool whole = token.at("whole").get<bool>();
      for (const json& certificate : token.at("certificates")) keep(certificate, label);
      entry["tokens"].push_back({{"label", label}, {"whole", whole}});
      m_whole = m_whole && whole;
    }
  } catch (const json::exception&) {
    entry["outcome"] = "failed";
    m_whole = false;
  }
  m_modules.push_back(std::move(entry));
}

void Tokens::keep(const json& certificate, const std::string& label) {
  m_held.push_back({nssbridge::from_base64(certificate.at("der").get<std::string>()).value_or(nssbridge::Bytes{}),
                    certificate.at("nickname").get<std::string>(), label, certificate.at("hasKey").get<bool>()});
}

void Tokens::add_to(store::Contents& contents) const {
  contents.tokens_unread = !m_whole;
  for (const auto& held : m_held) {
    auto certificate = decoded(held.der);
    if (!certificate) continue;
    if (held.has_key) contents.key_ids.insert(certificate->key_id);
    const auto same = std::ranges::find_if(contents.certificates, [&](const auto& each) {
      return each.certificate.fingerprint == certificate->fingerprint;
    });
    if (same == contents.certificates.end())
      contents.certificates.push_back({std::move(*certificate), held.nickname, {}, 0, held.token});
    else
      same->token = held.token;
  }
}

void Tokens::add_to(json& result) const {
  result["modules"] = m_modules;
  result["confined"] = false;
}

std::optional<Tokens> wanted_tokens(session::Session& session, const profiles::Profile& profile) {
  if (!session.params().value("tokens", false)) return std::nullopt;
  return std::optional<Tokens>(std::in_place, session, profile);
}

bool names_modules(const profiles::Profile& profile) { return !modules_of(profile).empty(); }

}  // namespace host::worker
