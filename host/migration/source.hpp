// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/export/companion.hpp>
#include <host/migration/plan.hpp>
#include <host/session/login.hpp>
#include <nssbridge/key_file.hpp>
#include <nssbridge/library.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace host::migration {

/// What a move takes from, open and read. Ends before the Library does.
class OpenSource {
 public:
  virtual ~OpenSource() = default;
  virtual nssbridge::Token& token() = 0;
  /// Makes the keys usable, and trust as authentic as it can be.
  virtual void log_in(session::Session& session, session::Passwords& passwords, const profiles::Profile* keys_go_to);
  /// Before a plan is made: what of it has its other half in the target. Throws Error where nothing can come of it.
  virtual void meet(const store::Contents& target);
  /// Before the first write of this plan (rule C1). Throws Error(consent_refused, no_ui, cancelled).
  virtual void require_consent(session::Session& session, const profiles::Profile& to, bool target_protected,
                               const Plan& plan) = 0;
  virtual std::vector<Warning> warnings() const { return {}; }
  /// What came beside a whole backup's key file; its certificates and trust are in `contents` as well. Null: nothing.
  virtual const exporting::Companion* companion() const { return nullptr; }

  store::Contents contents;
  bool is_protected = false;
  bool trust_counts = false;  ///< rule C3
};

/// Where a move takes certificates and keys from: a profile, or a key file.
class Source {
 public:
  virtual ~Source() = default;
  /// Null: not a profile.
  virtual const profiles::Profile* profile() const { return nullptr; }
  /// What the target is called in questions for its password, and the occasion of its backup.
  virtual const char* target_role() const = 0;
  virtual const char* occasion() const = 0;
  /// Before NSS opens anything. Private copies go into the own folder of profile `copies_in`.
  virtual void check(const std::optional<std::filesystem::path>& copies_in) = 0;
  virtual std::unique_ptr<OpenSource> open(session::Session& session, nssbridge::Library& library) = 0;
};

/// A profile, which is only read. It must outlive the source.
class ProfileSource : public Source {
 public:
  /// `is_main`: it is the target as well, and open as the Library's main database.
  ProfileSource(const profiles::Profile& profile, bool is_main) : m_profile(profile), m_is_main(is_main) {}
  const profiles::Profile* profile() const override { return &m_profile; }
  const char* target_role() const override { return "to"; }
  const char* occasion() const override { return "migrate"; }
  void check(const std::optional<std::filesystem::path>& copies_in) override;
  std::unique_ptr<OpenSource> open(session::Session& session, nssbridge::Library& library) override;

 private:
  const profiles::Profile& m_profile;
  bool m_is_main;
  std::optional<store::Checked> m_checked;
};

/// What is to be brought in, as bytes.
struct GivenFiles {
  nssbridge::key_file::File file;  ///< the key file, and what came in files of certificates alone
  nssbridge::Bytes key_file;       ///< the first one as it came
  std::optional<nssbridge::Bytes> companion;
};

/// A key file that came as bytes for profile `to`: its password is asked for when it is opened, its keys stay in memory, and
/// no trust comes with it; what lay beside it states some, of which nothing counts unasked (rule C3).
class KeyFileSource : public Source {
 public:
  KeyFileSource(GivenFiles given, const profiles::Profile& to, bool only_looked_at);
  const char* target_role() const override { return "profile"; }
  const char* occasion() const override { return "import"; }
  void check(const std::optional<std::filesystem::path>& copies_in) override;
  std::unique_ptr<OpenSource> open(session::Session& session, nssbridge::Library& library) override;

 private:
  GivenFiles m_given;
  std::optional<exporting::Companion> m_companion;  ///< once it is read
  const profiles::Profile& m_to;
  bool m_only_looked_at;
  std::optional<nssbridge::Secret> m_password;  ///< the right one, once it is known
  bool m_agreed = false;                        ///< the person knows what comes into the profile
};

}  // namespace host::migration
