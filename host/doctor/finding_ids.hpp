// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

/// What the doctor can find. An id stays what it is for ever; docs/doctor.md explains each, and a test holds
/// the two together.
namespace host::doctor {

enum class Severity { note, warning, error };
std::string_view name_of(Severity severity);

struct Kind {
  std::string_view id;
  Severity severity;  ///< at worst
};

inline constexpr std::array kinds{
    // From a browser to the host
    Kind{"manifest-missing", Severity::error},
    Kind{"manifest-unreadable", Severity::error},
    Kind{"manifest-not-json", Severity::error},
    Kind{"manifest-members", Severity::error},
    Kind{"manifest-extension-id", Severity::error},
    Kind{"manifest-type", Severity::error},
    Kind{"manifest-name", Severity::error},
    Kind{"manifest-path", Severity::error},
    Kind{"manifest-changeable", Severity::warning},
    Kind{"manifest-other-host", Severity::error},
    Kind{"manifest-shadows", Severity::warning},
    Kind{"extension-not-listed", Severity::error},
    Kind{"extension-half-allowed", Severity::warning},
    Kind{"host-missing", Severity::error},
    Kind{"host-not-executable", Severity::error},
    Kind{"host-changeable", Severity::error},
    Kind{"host-without-worker", Severity::error},
    Kind{"host-silent", Severity::error},
    Kind{"host-pollutes", Severity::error},
    Kind{"host-answers-wrongly", Severity::error},
    Kind{"host-version", Severity::warning},
    // The applications, their packaging and what an administrator decided
    Kind{"application-missing", Severity::note},
    Kind{"snap-without-portal", Severity::error},
    Kind{"portal-refuses", Severity::error},
    Kind{"portal-not-asked", Severity::note},
    Kind{"portal-unknown", Severity::note},
    Kind{"flatpak-too-old", Severity::error},
    Kind{"flatpak-without-proxy", Severity::error},
    Kind{"flatpak-thunderbird", Severity::warning},
    Kind{"policy-unreadable", Severity::note},
    Kind{"policy-blocks-host", Severity::error},
    Kind{"policy-user-hosts", Severity::error},
    Kind{"policy-blocks-addon", Severity::error},
    Kind{"policy-blocks-permission", Severity::error},
    Kind{"preference-blocks-host", Severity::error},
    Kind{"preference-message-limit", Severity::warning},
    Kind{"preference-portal-off", Severity::warning},
    // The add-on
    Kind{"addon-missing", Severity::note},
    Kind{"addon-off", Severity::warning},
    Kind{"addon-older", Severity::warning},
    Kind{"addon-newer", Severity::warning},
    // From the host to the keys
    Kind{"configuration-unusable", Severity::error},
    Kind{"worker-failed", Severity::error},
    Kind{"nss-missing", Severity::error},
    Kind{"nss-refused", Severity::warning},
    Kind{"nss-old", Severity::note},
    Kind{"profiles-none", Severity::note},
    Kind{"profile-unreadable", Severity::error},
    Kind{"profile-busy", Severity::warning},
    Kind{"profile-hot-journal", Severity::warning},
    Kind{"profile-write-ahead-log", Severity::note},
    Kind{"profile-legacy", Severity::warning},
    Kind{"profile-not-writable", Severity::warning},
    Kind{"profile-needs-newer-nss", Severity::warning},
    Kind{"profile-fips", Severity::warning},
    Kind{"fips-system", Severity::warning},
    Kind{"pinentry-missing", Severity::warning},
    Kind{"pinentry-unusable", Severity::error},
    Kind{"display-missing", Severity::note},
    Kind{"confinement-weak", Severity::note},
    Kind{"running-as-root", Severity::note},
};

/// One row of the table. A name that is not in it does not compile.
class Id {
 public:
  consteval explicit Id(std::string_view name) : m_row(row_of(name)) {}
  /// Of a name that a worker sent.
  static std::optional<Id> from(std::string_view name);

  std::string_view name() const { return kinds[m_row].id; }
  Severity severity() const { return kinds[m_row].severity; }

 private:
  struct Row {
    std::size_t number;
  };
  explicit Id(Row row) : m_row(row.number) {}
  static consteval std::size_t row_of(std::string_view name) {
    for (std::size_t row = 0; row < kinds.size(); ++row)
      if (kinds[row].id == name) return row;
    throw "no such finding";
  }

  std::size_t m_row;
};

}  // namespace host::doctor
