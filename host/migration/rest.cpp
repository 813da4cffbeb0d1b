// SPDX-License-Identifier: MPL-2.0
#include <host/migration/plan.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Certificate;
using nssbridge::Trust;

namespace {

/// As one of the two sides holds it, or the application ships it.
const Certificate* named(const Sides& sides, const nssbridge::Fingerprint& fingerprint) {
  for (const auto* side : {&sides.source, &sides.target})
    if (const auto* stored = side->find(fingerprint)) return &stored->certificate;
  const auto* shipped = nssbridge::find_builtin_root(fingerprint);
  return shipped == nullptr ? nullptr : &shipped->certificate;
}

/// Distrust takes nothing from anybody but whom the person distrusted already, so it comes unasked; but not over the trust
/// that the target has.
RootPlan plan_distrust(const Sides& sides, const Certificate& certificate) {
  const auto here = sides.target.trust.find({certificate.issuer_der, certificate.serial});
  const auto email = here == sides.target.trust.end() ? Trust::none : here->second.email;
  if (email == Trust::trusted) return {&certificate, RootAction::present, false};
  return {&certificate, email == Trust::distrusted ? RootAction::present : RootAction::carry, true};
}

bool is_there(const Sides& sides, const nssbridge::SmimeProfile& profile) {
  return std::ranges::any_of(sides.smime_profiles.target, [&](const auto& there) {
    return there.subject == profile.subject && there.email == profile.email;
  });
}

}  // namespace

RestPlan plan_rest(const Sides& sides, const Wishes& wishes) {
  RestPlan plan;
  for (const auto& each : sides.companion->trust) {
    const auto* certificate = named(sides, each.certificate);
    if (certificate == nullptr) continue;
    plan.trust.push_back(each.email == Trust::distrusted ? plan_distrust(sides, *certificate) : plan_root(sides, wishes, *certificate));
  }
  for (const auto& profile : sides.smime_profiles.source) {
    if (is_there(sides, profile))
      ++plan.smime_profiles_present;
    else
      plan.smime_profiles.push_back(profile);
  }
  return plan;
}

bool writes_anything(const RestPlan& rest) {
  return !rest.smime_profiles.empty() || std::ranges::any_of(rest.trust, writes_trust);
}

}  // namespace host::migration
