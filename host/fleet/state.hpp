// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/database.hpp>
#include <host/fleet/result_reader.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace host::fleet {

/// How far a host is known. What was known of it before stays known in each of them.
enum class HostState {
  clean,        ///< audited, without an error or a warning
  findings,     ///< audited, with some, or with places on it that could not be looked at
  unreachable,  ///< the collector did not get through
  failed,       ///< the audit did not run there, or did not end well
  rejected,     ///< its file is not believed
  stale,        ///< audited too long ago, or its file is older than the one merged before
  missing,      ///< expected, and there is no file
};
std::string_view name_of(HostState state);

/// What is known of all hosts: the newest report of each, in a database, and what the merge before this one knew. Everything that one
/// object changes becomes true at once with `commit`, or never.
class State {
 public:
  /// Without a file it begins with nothing and goes with the object. Throws as Database does.
  explicit State(const std::optional<std::filesystem::path>& file);

  /// When the merge before this one was; nothing if this is the first.
  std::optional<nssbridge::Time> last_merge() const { return m_last_merge; }
  /// One result file: `read` gives its parts and then its result, or throws Rejected, and then nothing of it counts. What is known is the
  /// newest report; how far the host is known says the newest file of this merge, unless one is rejected. Neither depends on the order of files.
  void merge(const std::string& host, const std::function<Result(const ResultParts& parts)>& read);
  /// A file that no host can be made responsible for: only its printable name is known.
  void reject(const std::string& file, const std::string& reason) { m_nameless.emplace_back(file, reason); }
  /// After all files: hosts without one are missing. With `expected`, also those that were never seen; others are forgotten that neither
  /// it nor a file names.
  void complete(const std::optional<std::set<std::string>>& expected);
  /// Audits from before `oldest` are stale.
  void age(nssbridge::Time oldest);
  void commit(nssbridge::Time now);

  Database& database() { return m_database; }
  /// The number of the first report of this merge: what has a lower one was known before.
  std::int64_t first_pass() const { return m_first_pass; }
  /// Files that no host can be made responsible for, each with the reason.
  const std::vector<std::pair<std::string, std::string>>& nameless() const { return m_nameless; }

 private:
  /// What one file says of its host, as a row of the report has it.
  struct Word {
    HostState state = HostState::missing;
    std::string message;
    nssbridge::Time collected = 0;  ///< 0 for a file that is not believed
  };
  struct Known {
    std::int64_t id = 0;
    std::optional<nssbridge::Time> audited;
    std::string redaction;
    std::optional<Word> said;  ///< by the files of this merge that were read before
  };
  Known known(const std::string& host);
  void forget_report(std::int64_t host);
  void add_profile(std::int64_t host, nlohmann::json&& profile);
  void add_findings(std::int64_t host, const nlohmann::json& owner);
  void add_certificates(std::int64_t host, const nlohmann::json& profile);
  /// What is known of a host becomes what was just read. Returns what it says of the host.
  Word replace(const Known& host, const Result& result);
  void give_each_finding_a_profile(std::int64_t host);
  void forget_hosts_but(const std::set<std::string>& expected);
  void say(const Known& host, const Word& word);
  static bool outweighs(const Word& word, const Word& said);

  Database m_database;
  std::optional<nssbridge::Time> m_last_merge;
  std::int64_t m_first_pass = 1, m_pass = 0;
  std::vector<std::pair<std::string, std::string>> m_nameless;
};

}  // namespace host::fleet
