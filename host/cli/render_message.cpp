// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

namespace host::cli {
namespace {

using nlohmann::json;

/// What is in the way, and what mends it.
std::string reason_lines(const json& verdict) {
  std::string lines;
  for (const json& reason : member(verdict, "reasons")) {
    lines += "        " + text_of(reason, "message") + "\n";
    if (const auto fix = text_of(member(reason, "fix"), "text"); !fix.empty()) lines += "        " + fix + "\n";
  }
  return lines;
}

std::string judged_cipher(const std::string& cipher, const Style& style) {
  return cipher + (cipher.starts_with("aes") ? "" : ", " + style.bad("weak"));
}

std::string signer_lines(const json& signer, const Style& style) {
  if (!member(signer, "fingerprint").is_string()) return "    signed by    somebody whose certificate is missing\n";
  const json& chain = member(signer, "chain");
  const std::string time = text_of(signer, "signingTime"), addresses = addresses_of(signer);
  std::string lines = "    signed by    " + style.strong(addresses.empty() ? text_of(signer, "subject") : addresses) + (is_true(signer, "addressMatches") ? ", the sender" : "") + "\n";
  lines += "    certificate\n" + fingerprint_groups(text_of(signer, "fingerprint"), "        ");
  lines += "    signed at    " + (time.empty() ? "a time that is not said" : time + ", says the signer") + "\n";
  lines += "    digest       " + text_of(signer, "digest") + "\n";
  lines += std::string("    chain        ") + (is_true(chain, "ok") ? style.good("accepted") : style.bad("not accepted")) + "\n";
  return lines + reason_lines(chain);
}

}  // namespace

std::string render_shared(const json& result, const Style& style) {
  std::string shown = "Written to " + style.strong(text_of(result, "file")) + ", with no key in it:\n";
  for (const json& certificate : member(result, "certificates")) shown += "    " + text_of(certificate, "subject") + "\n";
  if (text_of(result, "form") == "bundle" && !is_true(result, "chainIsComplete")) shown += "    " + style.bad("The profile does not have its whole chain.") + "\n";
  return shown + "Who gets it should hear this fingerprint (SHA-256) from you, over the telephone for instance:\n" +
         fingerprint_groups(text_of(result, "fingerprint"), "    ");
}

std::string render_recipients(const json& result, const Style& style) {
  std::string shown;
  for (const json& recipient : member(result, "recipients")) {
    const json& verdict = member(recipient, "canEncrypt");
    shown += style.strong(text_of(recipient, "address")) + "\n";
    shown += std::string("    encrypt      ") + (is_true(verdict, "ok") ? style.good("yes") : style.bad("no")) + "\n" + reason_lines(verdict);
    if (const auto name = text_of(recipient, "fingerprint"); !name.empty())
      shown += "    certificate  until " + day_of(text_of(recipient, "notAfter")) + "\n" + fingerprint_groups(name, "        ");
    if (const auto next = text_of(member(recipient, "next"), "fingerprint"); !next.empty())
      shown += "    then         another one, until " + day_of(text_of(member(recipient, "next"), "notAfter")) + "\n" + fingerprint_groups(next, "        ");
    if (const auto cipher = text_of(recipient, "cipher"); !cipher.empty()) shown += "    cipher       " + judged_cipher(cipher, style) + "\n";
  }
  if (const auto cipher = text_of(result, "cipher"); member(result, "recipients").size() > 1 && !cipher.empty())
    shown += "One mail to all of them is encrypted with " + judged_cipher(cipher, style) + ".\n";
  return shown;
}

std::string render_message(const json& result, const Style& style) {
  const json& signers = member(result, "signers");
  std::string shown = is_true(result, "valid") ? style.good("The signature is good and the sender's.") + "\n"
                                               : style.bad("Not to be believed:") + " " + text_of(member(result, "reason"), "message") + "\n";
  if (const auto from = text_of(result, "from"); !from.empty()) shown += "    from         " + from + "\n";
  for (const json& signer : signers) shown += signer_lines(signer, style);
  if (!signers.empty())
    shown += std::string("    covers       ") + (is_true(result, "coversWholeMessage") ? "the whole message\n" : style.bad("a part of the message only") + "\n");
  const std::string cipher = text_of(result, "cipher");
  shown += std::string("    encrypted    ") + (is_true(result, "encrypted") ? "yes" : "no") + (cipher.empty() ? "" : ", " + cipher) + "\n";
  return shown;
}

}  // namespace host::cli
