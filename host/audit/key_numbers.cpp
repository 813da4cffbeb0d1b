// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>
#include <host/audit/roca.hpp>
#include <host/audit/rsa_numbers.hpp>
#include <host/digest/digest.hpp>

/// KEY-*: what the public numbers of a key give away.
namespace host::audit {
namespace {

constexpr unsigned too_short = 1024, short_today = 2048;

void check_length(Examination& examination, const Certificate& certificate, bool retired) {
  const unsigned bits = certificate.key.bits;
  if (bits == 0 || bits >= short_today) return;
  const Severity severity = bits < too_short ? Severity::error : Severity::warning;
  examination.add(RuleId("KEY-RSA-SHORT"), retired ? milder(severity) : severity, certificate,
                  "Its RSA key has " + std::to_string(bits) + " bits.", {{"bits", bits}});
}

void check_exponent(Examination& examination, const Certificate& certificate, const mpz_class& exponent, bool retired) {
  const auto kind = judge_exponent(exponent);
  if (kind == Exponent::usual) return;
  const bool small = kind == Exponent::small;
  examination.add(RuleId("KEY-RSA-EXPONENT"), retired ? Severity::note : Severity::warning, certificate,
                  small ? "The public exponent of its RSA key is below 65537."
                        : "The public exponent of its RSA key is even or below 3.",
                  {{"exponent", exponent.get_str()}});
}

void check_factors(Examination& examination, const Certificate& certificate, const mpz_class& modulus) {
  const bool small = has_small_factor(modulus);
  if (!small && !has_close_primes(modulus)) return;
  examination.add(RuleId("KEY-FACTORABLE"), Severity::error, certificate,
                  small ? "The modulus of its RSA key has a small factor." : "The primes of its RSA key are near each other.",
                  {{"how", small ? "small-factor" : "close-primes"}});
}

/// Arithmetic that takes tens of microseconds for each key.
void check_numbers(Examination& examination, const Certificate& certificate, bool retired) {
  const auto numbers = nssbridge::rsa_numbers(certificate);
  if (!numbers) return;
  check_length(examination, certificate, retired);
  if (const auto exponent = number_from(numbers->exponent)) check_exponent(examination, certificate, *exponent, retired);
  if (const auto modulus = number_from(numbers->modulus)) check_factors(examination, certificate, *modulus);
}

/// Takes a microsecond for a key that is none of these.
void check_roca(Examination& examination, const Certificate& certificate) {
  const auto numbers = nssbridge::rsa_numbers(certificate);
  const auto modulus = numbers ? number_from(numbers->modulus) : std::nullopt;
  if (modulus && is_roca(*modulus))
    examination.add(RuleId("KEY-ROCA"), Severity::error, certificate,
                    "Its RSA key has the pattern of chips whose keys can be factored (ROCA).");
}

void check_known(Examination& examination, const Certificate& certificate) {
  if (examination.facts().known_keys == nullptr) return;
  const auto& info = certificate.spki;
  const nssbridge::Fingerprint hash{digest::sha256({reinterpret_cast<const char*>(info.data()), info.size()})};
  if (examination.facts().known_keys->contains(hash))
    examination.add(RuleId("KEY-KNOWN-COMPROMISED"), Severity::error, certificate,
                    "Its key is on the list of keys that others know.", {{"keyHash", hash.hex()}});
}

void check_kind(Examination& examination, const Personal& personal) {
  const auto& key = personal.certificate->key;
  if (personal.retired() || !personal.for_email) return;
  const auto curve = key.curve.value_or("");
  if (key.algorithm == "rsa" || curve == "P-256" || curve == "P-384" || curve == "P-521") return;
  nlohmann::json evidence{{"algorithm", key.algorithm}};
  if (key.curve) evidence["curve"] = curve;
  examination.add(RuleId("KEY-UNSUPPORTED"), Severity::warning, *personal.certificate,
                  "Thunderbird can neither sign nor decrypt with this kind of key.", std::move(evidence));
}

}  // namespace

void check_key_numbers(Examination& examination) {
  for (const auto& personal : examination.personal()) {
    check_numbers(examination, *personal.certificate, personal.retired());
    check_kind(examination, personal);
  }
  for (const auto& authority : examination.authorities())
    check_numbers(examination, *authority.certificate, authority.certificate->not_after < examination.facts().at);
  for (const auto* certificate : examination.certificates()) {
    check_roca(examination, *certificate);
    check_known(examination, *certificate);
  }
}

}  // namespace host::audit
