// SPDX-License-Identifier: MPL-2.0
#include <host/worker/fingerprints.hpp>

#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::worker {

using nssbridge::Error;
using nssbridge::Fingerprint;
using nssbridge::Kind;

namespace {

store::Contents contents_of(const profiles::Profile& profile, const std::optional<std::filesystem::path>& copies_in) {
  const auto checked = store::check_for_reading(profile, copies_in);
  nssbridge::Library library(checked.folder, nssbridge::Library::Access::read_only);
  auto contents = store::read_for_looking(library.main(), checked);
  library.close();
  return contents;
}

std::string digits_of(const std::string& text) {
  std::string digits;
  for (char c : text)
    if (c != ' ' && c != ':') digits.push_back(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
  return digits;
}

}  // namespace

Fingerprint named_certificate(const session::Session& session, const store::Contents& contents, const std::string& text) {
  if (auto whole = Fingerprint::parse(text)) return *whole;
  if (!session.from_command_line())
    throw Error(Kind::invalid_request, "A certificate is named by the 64 lower-case hexadecimal digits of its SHA-256.");
  std::vector<std::string> matches;
  for (const auto& stored : contents.certificates)
    if (const auto hex = stored.certificate.fingerprint.hex(); hex.starts_with(digits_of(text))) matches.push_back(hex);
  if (matches.empty())
    throw Error(Kind::certificate_not_found, "The profile has no certificate whose fingerprint begins so. "
                                             "`certferry certificates` lists them.");
  if (matches.size() > 1)
    throw Error(Kind::ambiguous, "Several certificates begin with these digits. Give more of them.").with_candidates(matches);
  return *Fingerprint::parse(matches.front());
}

std::vector<Fingerprint> named_certificates(const session::Session& session, const profiles::Profile& profile,
                                            const std::optional<std::filesystem::path>& copies_in) {
  auto names = session.params().value("certificates", std::vector<std::string>{});
  const auto& prefixes = session.certificate_prefixes();
  names.insert(names.end(), prefixes.begin(), prefixes.end());
  const bool all_whole = std::ranges::all_of(names, [](const auto& name) { return Fingerprint::parse(name).has_value(); });
  const auto contents = all_whole ? store::Contents{} : contents_of(profile, copies_in);
  std::vector<Fingerprint> found;
  for (const auto& name : names) found.push_back(named_certificate(session, contents, name));
  return found;
}

}  // namespace host::worker
