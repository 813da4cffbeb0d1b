// SPDX-License-Identifier: MPL-2.0
#include <host/migration/carry_out.hpp>
#include <host/migration/source.hpp>

#include <algorithm>

namespace host::migration {

namespace {

class OpenProfile : public OpenSource {
 public:
  OpenProfile(const profiles::Profile& profile, nssbridge::Token& token, const nssbridge::files::State& state)
      : m_profile(profile), m_token(token) {
    contents = store::read(m_token, state);
    is_protected = m_token.password_protected();
    trust_counts = profile.discovered;
  }

  OpenProfile(const profiles::Profile& profile, std::unique_ptr<nssbridge::Token> token, const nssbridge::files::State& state)
      : OpenProfile(profile, *token, state) {
    m_own = std::move(token);
  }

  nssbridge::Token& token() override { return m_token; }

  void log_in(session::Session& session, session::Passwords& passwords, const profiles::Profile* keys_go_to) override {
    session::log_in(session, m_token, m_profile, "from", passwords, keys_go_to);
    if (is_protected) contents.trust = authentic_trust(m_token, contents);
  }

  void require_consent(session::Session& session, const profiles::Profile& to, bool target_protected,
                       const Plan& plan) override {
    const bool loses_protection = is_protected && !target_protected;
    if (loses_protection && std::ranges::any_of(plan.certificates, writes_key))
      session.require_consent_to_unprotected_copy(m_profile, to);
  }

 private:
  const profiles::Profile& m_profile;
  std::unique_ptr<nssbridge::Token> m_own;  ///< null: the Library's main one
  nssbridge::Token& m_token;
};

}  // namespace

void OpenSource::log_in(session::Session&, session::Passwords&, const profiles::Profile*) {}
void OpenSource::meet(const store::Contents&) {}

void ProfileSource::check(const std::optional<std::filesystem::path>& copies_in) {
  m_checked.emplace(store::check_for_reading(m_profile, copies_in));
}

std::unique_ptr<OpenSource> ProfileSource::open(session::Session&, nssbridge::Library& library) {
  if (m_is_main) return std::make_unique<OpenProfile>(m_profile, library.main(), m_checked->state);
  auto token = std::make_unique<nssbridge::Token>(library.open_read_only(m_checked->folder));
  return std::make_unique<OpenProfile>(m_profile, std::move(token), m_checked->state);
}

}  // namespace host::migration
