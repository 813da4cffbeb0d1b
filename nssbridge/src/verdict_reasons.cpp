// SPDX-License-Identifier: MPL-2.0
#include "verdict_reasons.hpp"

namespace nssbridge::reasons {
namespace {

std::string subject_of(Place place) {
  return place == Place::itself ? "This certificate" : "The certificate of an authority above this one";
}

std::string day(Time time) {
  return to_rfc3339(time).substr(0, 10);
}

using Rules = std::vector<std::string>;

Reason make(const char* kind, std::string message, const char* what_to_do, Rules rules) {
  return {kind, std::move(message), Fix{what_to_do, std::nullopt}, std::move(rules)};
}

/// What the picker looks at is the certificate itself.
Rules of_thunderbird(Place place, const char* standard) {
  Rules rules{"thunderbird:verifier"};
  if (place == Place::itself) rules.emplace_back("thunderbird:picker");
  rules.emplace_back(standard);
  return rules;
}

constexpr const char* ask_for_another = "Ask the authority that issued it for a certificate for e-mail.";
constexpr const char* renew =
    "Ask the authority that issued it for a new certificate, and keep this one to read old mail.";
constexpr const char* import_authority =
    "Import the authority's current certificate from the place where this one was issued.";

}  // namespace

Reason expired(Place place, Time not_after) {
  return make("expired",
              subject_of(place) + " expired on " + day(not_after) +
                  ". Thunderbird uses no expired certificate (RFC 5280, 4.1.2.5).",
              place == Place::itself ? renew : import_authority, of_thunderbird(place, "rfc5280:4.1.2.5"));
}

Reason not_yet_valid(Place place, Time not_before) {
  return make("not-yet-valid",
              subject_of(place) + " is valid only from " + day(not_before) + " on (RFC 5280, 4.1.2.5).",
              "Wait until then, or check the clock of this computer.", of_thunderbird(place, "rfc5280:4.1.2.5"));
}

Reason no_private_key() {
  return make("no-private-key",
              "The private key of this certificate is not in the profile. Without it nothing can be signed "
              "or decrypted.",
              "Copy the certificate with its key from the profile or the key file that holds both.", {"thunderbird:picker"});
}

Reason no_email_usage(Place place) {
  return make(
      "no-email-usage",
      subject_of(place) +
          " is limited to purposes among which e-mail protection is not (extended key usage; RFC 8550, "
          "4.4.4, and Thunderbird's verifier, which asks it of every authority of the chain too).",
      ask_for_another, place == Place::itself ? Rules{"thunderbird:verifier", "rfc8550:4.4.4"} : Rules{"thunderbird:verifier"});
}

Reason only_any_usage() {
  return make("no-email-usage",
              "This certificate states \"any purpose\" and not e-mail protection. RFC 8550, 4.4.4 would "
              "accept that, but "
              "Thunderbird's verifier does not.",
              ask_for_another, {"thunderbird:verifier", "thunderbird:picker", "cab-smime:7.1.2.3"});
}

Reason revocation_usage() {
  return make("no-email-usage",
              "This certificate may also sign answers about revocation. RFC 8550, 4.4.4 would accept that, but "
              "Thunderbird's verifier wants nothing else beside that purpose.",
              ask_for_another, {"thunderbird:verifier"});
}

Reason is_authority() {
  return make("no-email-usage",
              "This is the certificate of an authority. Thunderbird's verifier accepts none for a person "
              "(basic constraints; RFC 5280, 4.2.1.9).",
              ask_for_another, {"thunderbird:verifier", "rfc5280:4.2.1.9", "cab-smime:7.1.2.3"});
}

Reason no_usage(Purpose purpose) {
  if (purpose == Purpose::signing)
    return make("no-signing-usage",
                "The key usage of this certificate allows neither digital signatures nor non-repudiation "
                "(RFC 8550, 4.4.2), so it cannot sign mail.",
                "Use another certificate for signing; this one can still serve for encryption if its key "
                "usage allows that.", {"thunderbird:verifier", "thunderbird:picker", "rfc8550:4.4.2"});
  return make(
      "no-encryption-usage",
      "The key usage of this certificate allows neither key encipherment nor key agreement "
      "(RFC 8550, 4.4.2), so nobody can encrypt mail to it.",
      "Use another certificate for encryption; this one can still sign if its key usage allows that.", {"thunderbird:verifier", "rfc8550:4.4.2"});
}

Reason may_not_issue() {
  return make("chain-incomplete",
              "The certificate above this one is not that of an authority that may issue certificates "
              "(basic constraints and key usage; RFC 5280, 4.2.1.9 and 4.2.1.3).",
              import_authority, {"thunderbird:verifier", "rfc5280:4.2.1.9", "rfc5280:4.2.1.3"});
}

Reason path_too_long() {
  return make("chain-incomplete",
              "An authority of the chain may not have as many authorities below it (path length; RFC "
              "5280, 4.2.1.9; Thunderbird's verifier takes six at most).",
              ask_for_another, {"thunderbird:verifier", "rfc5280:4.2.1.9"});
}

Reason outside_name_constraints() {
  return make("chain-incomplete",
              "A name or address in the chain is outside of what an authority above may issue for (name "
              "constraints; RFC 5280, 4.2.1.10).",
              ask_for_another, {"thunderbird:verifier", "rfc5280:4.2.1.10"});
}

Reason web_features_missing() {
  return make("chain-incomplete",
              "An authority of the chain demands features of web servers of whom it certifies (TLS feature; RFC 7633), which "
              "Thunderbird's verifier misses in what it issued.",
              ask_for_another, {"thunderbird:verifier"});
}

Reason weak_signature(Place place) {
  return make("weak-signature",
              subject_of(place) +
                  " is signed with MD5 or SHA-1, which Thunderbird's verifier refuses "
                  "(RFC 8550, 4.3 calls them historic).",
              renew, {"thunderbird:verifier", "rfc8550:4.3", "cab-smime:7.1.3.2"});
}

Reason unsupported_signature(Place place) {
  return make("weak-signature",
              subject_of(place) +
                  " is signed with an algorithm that Thunderbird's verifier does not take: it "
                  "takes RSA and ECDSA with SHA-256, SHA-384 or SHA-512.",
              ask_for_another, {"thunderbird:verifier"});
}

Reason unverified_signature() {
  return make("unknown", "NSS could not check a signature of the chain.",
              "Run this again with the NSS of a current Thunderbird or Firefox.", {});
}

Reason unsupported_key(Place place) {
  return make("unsupported-key",
              subject_of(place) +
                  " has a kind of key that Thunderbird cannot use: it takes RSA and the "
                  "curves P-256, P-384 and P-521.",
              ask_for_another, {"thunderbird:verifier"});
}

Reason key_too_short(Place place) {
  return make(
      "weak-key",
      subject_of(place) + " has an RSA key shorter than 1024 bits, which Thunderbird's verifier refuses.",
      renew, {"thunderbird:verifier", "rfc8550:4.3", "cab-smime:6.1.5"});
}

Reason short_key() {
  return make(
      "weak-key",
      "This certificate has an RSA key shorter than 2048 bits. Thunderbird still uses it, but RFC 8550, 4.3 "
      "asks that recipients be warned.",
      renew, {"rfc8550:4.3", "cab-smime:6.1.5"});
}

Reason unreadable(Place place) {
  return make("unknown",
              subject_of(place) +
                  " breaks the rules for certificates (RFC 5280, 4): Thunderbird's verifier refuses "
                  "it.",
              ask_for_another, {"thunderbird:verifier", "rfc5280:4"});
}

Reason unknown_extension(Place place) {
  return make("unknown",
              subject_of(place) +
                  " has a critical extension that Thunderbird's verifier does not know, and must refuse "
                  "(RFC 5280, 4.2).",
              ask_for_another, of_thunderbird(place, "rfc5280:4.2"));
}

Reason chain_incomplete() {
  return make("chain-incomplete",
              "The certificate of the authority that issued this one, or of one above it, is not in the "
              "profile (RFC 8550, 2.3).",
              "Import the missing certificates of authorities, from the profile that has them or from the "
              "authority's web site.", {"thunderbird:verifier", "rfc8550:2.3"});
}

Reason distrusted(Place place) {
  return make("root-not-trusted", subject_of(place) + " is explicitly distrusted for e-mail in this profile.",
              "If that was not meant, edit its trust in the certificate manager of the application.", {"thunderbird:verifier"});
}

Reason root_not_trusted(bool self_signed_leaf) {
  if (self_signed_leaf)
    return make("root-not-trusted",
                "This certificate signed itself, and this profile does not trust it for e-mail.",
                "Ask an authority that your correspondents trust for a certificate.", {"thunderbird:verifier"});
  return make("root-not-trusted", "The chain ends in a root that this profile does not trust for e-mail.",
              "If you know the root, trust it by its full fingerprint.", {"thunderbird:verifier"});
}

Reason root_ships_without_email_trust() {
  return make("root-not-trusted",
              "The chain ends in a root that Thunderbird ships without trusting it for e-mail.",
              "Ask an authority that Thunderbird trusts for e-mail for a certificate, or trust the root by "
              "its full fingerprint.", {"thunderbird:verifier"});
}

Reason root_too_old(Time distrust_after) {
  return make("root-not-trusted",
              "Thunderbird trusts the root of the chain only for certificates issued up to " +
                  day(distrust_after) + ".",
              renew, {"thunderbird:verifier"});
}

Reason trust_unknown() {
  return make("unknown", "It could not be read whether this profile trusts the root of the chain.",
              "Run this again with the profile's primary password.", {});
}

Reason address_mismatch() {
  return make("address-mismatch",
              "The certificate is for other addresses than this one, so Thunderbird does not offer it here "
              "(RFC 8550, 3).",
              "Use a certificate that carries this address, or use this one with the identity whose address "
              "it carries.", {"thunderbird:picker", "rfc8550:3"});
}

Reason address_in_other_form() {
  return make("address-mismatch",
              "The certificate has this address with its domain in another form: one has the domain's own letters, the other "
              "xn--. For the standard they are the same (RFC 8550, 3; RFC 9598); for Thunderbird they are not, so it does not offer "
              "the certificate here.",
              "Write the address in the settings of the account as the certificate has it.", {"thunderbird:picker"});
}

Reason no_address() {
  return make(
      "no-address",
      "The certificate carries no e-mail address. Thunderbird offers it for every identity, but recipients "
      "cannot tell that it belongs to the sender (RFC 8550, 3).",
      ask_for_another, {"rfc8550:3", "cab-smime:7.1.4.2"});
}

}  // namespace nssbridge::reasons
