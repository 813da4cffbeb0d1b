// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/redaction.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace host::report {

/// The findings of an earlier report, to tell what is new, unchanged and gone. The report comes from anywhere: it is read
/// strictly, within limits, and only by these members.
class Baseline {
 public:
  static constexpr std::size_t most_octets = 64U << 20;

  /// JSON, JSON Lines or SARIF as `certferry audit` writes them. Throws Error(bad_file) for anything else.
  static Baseline read(std::string_view text);

  /// Gives each finding of a profile, or of one of Tail::across, its member `baseline`: "new" or "unchanged". The
  /// profile is not redacted yet; `redactor` is what it will be redacted with, as the earlier report may have been. What
  /// was redacted with another key cannot be compared, and gets no member.
  void mark(nlohmann::json& profile, const Redactor& redactor);

  /// What no marked profile has any more, redacted like the rest. Only of profiles that were marked: what was not looked
  /// at may still be there.
  std::vector<nlohmann::json> gone(const Redactor& redactor) const;

  std::size_t size() const { return m_findings.size(); }

 private:
  struct Known {
    std::string rule, severity, profile, certificate, role;
    bool redacted = false;
    bool seen = false;
  };
  void add(const nlohmann::json& finding, const std::string& profile);
  void add_profile(const nlohmann::json& profile);
  void read_report(const nlohmann::json& report);
  void read_lines(std::string_view text);
  void read_sarif(const nlohmann::json& log);
  void read_redaction(const nlohmann::json& redaction);
  Known* find(const std::string& key);
  /// The earlier report has a pseudonym for it that no other key makes again.
  bool is_beyond_comparing(bool of_correspondent, const Redactor& redactor) const;

  std::map<std::string, Known> m_findings;  ///< by key
  std::set<std::string> m_profiles;         ///< ids of those that were marked, as the earlier report calls them
  bool m_all_redacted = false;
  std::string m_key;  ///< the name of the key that it was redacted with; empty: it was not
};

}  // namespace host::report
