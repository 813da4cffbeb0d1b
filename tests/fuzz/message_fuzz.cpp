// SPDX-License-Identifier: MPL-2.0
// Messages as strangers write them: their parts, their sender, and the cryptographic messages in them.
#include <host/mail/entity.hpp>
#include <host/mail/mbox.hpp>
#include <host/mail/sender.hpp>
#include <host/mail/smime_part.hpp>
#include <host/mail/verify.hpp>
#include <nssbridge/library.hpp>

#include "support/promise.hpp"

using namespace nssbridge;

namespace {

bool is_within(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_parts(std::string_view message) {
  const auto entity = host::mail::entity_of(message);
  const auto unquoted = host::mail::without_quoting(message);
  fuzz::promise(!unquoted || unquoted->size() < message.size(), "what is undone was there");
  fuzz::promise(entity.header.size() + entity.body.size() == message.size(), "header and body are the whole");
  for (const auto part : host::mail::parts_of(entity, host::mail::content_type_of(entity).boundary))
    fuzz::promise(is_within(part, entity.body), "a part is a piece of the body");
}

void check_signature(const host::mail::Examined& examined) {
  if (!examined.signature) return;
  for (const auto& signer : examined.signature->signers)
    fuzz::promise(signer.certificate || signer.outcome == cms::Outcome::no_certificate, "what is judged has a certificate");
}

}  // namespace

/// NSS's CMS decoder forgets the context of a part within which it stops. One request is one process; what we hold ourselves
/// NSS_Shutdown would tell, in every other test.
extern "C" const char* __lsan_default_suppressions() { return "leak:PORT_ZAlloc_Util\n"; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Library library;
  const auto message = fuzz::text_of(data, size);
  fuzz::unless_refused([&] { return check_parts(message), true; });
  fuzz::unless_refused([&] { return host::mail::sender_of(message); });
  const bool is_smime = fuzz::unless_refused([&] { return host::mail::find_smime(message).has_value(); }).value_or(false);
  fuzz::promise(host::mail::may_be_smime(message) || !is_smime, "what is told without taking it apart is true");
  const auto find = [](BytesView, BytesView) -> const Certificate* { return nullptr; };
  const auto open = [](BytesView encrypted) { return cms::OpenedMessage{Bytes(encrypted.begin(), encrypted.end()), "none"}; };
  if (const auto examined = fuzz::unless_refused([&] { return host::mail::examine_of_folder(message, find, open); })) check_signature(*examined);
  return 0;
}
