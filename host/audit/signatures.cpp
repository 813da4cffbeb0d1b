// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

/// SIG-WEAK: the hash in a certificate's signature.
namespace host::audit {
namespace {

void check_signature(Examination& examination, const Certificate& certificate, bool retired) {
  const auto& algorithm = certificate.signature_algorithm;
  const bool broken = algorithm.starts_with("md");
  if (!broken && algorithm.find("sha1") == std::string::npos) return;
  Severity severity = broken ? Severity::error : Severity::warning;
  if (retired) severity = milder(severity);
  if (certificate.self_issued()) severity = Severity::note;
  examination.add(RuleId("SIG-WEAK"), severity, certificate,
                  broken ? "Its signature uses MD2 or MD5." : "Its signature uses SHA-1.", {{"algorithm", algorithm}});
}

}  // namespace

void check_signatures(Examination& examination) {
  for (const auto& personal : examination.personal())
    check_signature(examination, *personal.certificate, personal.retired());
  for (const auto& authority : examination.authorities())
    check_signature(examination, *authority.certificate, authority.certificate->not_after < examination.facts().at);
}

}  // namespace host::audit
