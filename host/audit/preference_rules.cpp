// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

/// PREF-*: preferences that weaken e-mail.
namespace host::audit {

void check_preferences(Examination& examination) {
  if (!examination.facts().preferences) return;
  const auto& preferences = *examination.facts().preferences;
  const auto add = [&](bool weak, const char* name, const char* message) {
    if (!weak) return;
    Finding finding{.rule = RuleId("PREF-WEAK"), .severity = Severity::warning, .message = message};
    const bool by_user_js = preferences.decided_by_user_js.contains(name);
    finding.file = by_user_js ? "user.js" : "prefs.js";
    if (by_user_js)
      finding.fix = nssbridge::Fix{"Take its line out of user.js in the profile's folder, which sets it anew at each start; then reset this preference in "
                        "the application's configuration editor.", {}};
    finding.evidence = {{"preference", name}};
    finding.subject = name;
    examination.add(std::move(finding));
  };
  add(preferences.accepts_sha1_signatures == true, "mail.smime.accept_insecure_sha1_message_signatures",
      "Signatures with SHA-1 are accepted, which can be forged.");
  add(preferences.ocsp == 0, "security.OCSP.enabled", "Nobody asks whether a certificate was revoked.");
  add(preferences.encryption_disables_itself == true, "mail.e2ee.auto_disable",
      "Encryption switches itself off when a recipient is added that has no certificate.");
}

}  // namespace host::audit
