// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an audit found, as a text in one of several formats. A report is written while the audit goes on: profile by
/// profile, so that memory does not grow with their number. Everything in it comes from profiles of strangers; each format
/// makes it harmless for those who read that format.
namespace host::report {

/// Takes the next piece of the report. What it throws ends the report.
using Sink = std::function<void(std::string_view)>;

enum class Format { text, json, jsonl, sarif, prometheus, csv, html };

/// By the word of the command line; nothing for another.
std::optional<Format> format_from(std::string_view name);

/// Whose names are replaced by pseudonyms.
enum class Redaction {
  none,
  correspondents,  ///< of those to whom the person writes: addresses, names, fingerprints
  all,             ///< of everybody, also serial numbers, issuers, evidence, paths, profiles, the computer
};

/// Of the whole run.
struct Head {
  std::string version;        ///< Certferry's
  std::string nss;            ///< of the NSS that judged; empty where there is none
  nssbridge::Time time = 0;   ///< when the run began
  nssbridge::Time at = 0;     ///< the moment for which everything is judged
  std::string host;           ///< this computer's name; empty where it is not to be said
  struct {
    Redaction extent = Redaction::none;
    std::string key = {};  ///< a name of the key: reports with the same one have the same pseudonyms
  } redaction = {};
};

/// What is known only when everything was read.
struct Tail {
  /// Findings across profiles, such as a prime that two keys share: objects like those of profiles, with `id`,
  /// `application`, `path`, `user`, `name` and `findings`, and no certificates.
  std::vector<nlohmann::json> across = {};
  /// Findings of the baseline that are no more, each with `profile`, the id of the profile that had it.
  std::vector<nlohmann::json> gone = {};
  /// Homes and folders that could not be looked at: `path`, `user` where there is one, `message`; of a fleet also `host`.
  std::vector<nlohmann::json> unreachable = {};
  /// Of a fleet: its hosts (host/fleet/rows.hpp).
  std::vector<nlohmann::json> hosts = {};
  /// Of a fleet: who loses something soon (host/fleet/forecast.hpp).
  std::vector<nlohmann::json> forecast = {};
  /// Of a fleet: how many findings are new, unchanged and gone, and `since` when; null without an earlier merge.
  nlohmann::json difference = {};
};

/// How a text for people looks. Other formats look the same everywhere.
struct Looks {
  bool colours = false;
  bool ascii = false;  ///< JSON with escapes for all beyond ASCII, for a terminal
};

/// One report: `begin` once, then `profile` for each, of a fleet `certificate` for each, then `end` once. A profile has the shape of
/// audit.run (host/protocol/schemas/audit.run.json), of a fleet with `hosts`, which its findings have too; a member that is absent or has
/// another type is left out, never guessed.
class Report {
 public:
  virtual ~Report() = default;
  virtual void begin(const Head& head) = 0;
  virtual void profile(const nlohmann::json& profile) = 0;
  /// A certificate with its `hosts`. Formats that list findings alone leave it out.
  virtual void certificate(const nlohmann::json&) {}
  virtual void end(const Tail& tail) = 0;
};

std::unique_ptr<Report> make_report(Format format, const Looks& looks, Sink sink);

}  // namespace host::report
