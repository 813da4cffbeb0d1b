// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/move.hpp>

#include "check.hpp"
#include "stored_form.hpp"
#include "token_native.hpp"

#include <algorithm>

namespace nssbridge {
namespace {

struct Present {
  CK_OBJECT_HANDLE handle;
  bool lacks_label;
  bool lacks_key_id;
};

/// The certificate as it stands in the token; nothing if it does not.
std::optional<Present> find_present(const Session& session, const Certificate& certificate) {
  auto same_name = Attributes::token_object(CKO_CERTIFICATE);
  same_name.bytes(CKA_ISSUER, certificate.issuer_der).bytes(CKA_SERIAL_NUMBER, serial_der(certificate));
  AttributeReader reader(session, {CKA_VALUE, CKA_LABEL, CKA_ID});
  for (auto handle : session.find(std::move(same_name))) {
    if (!reader.read(handle)) continue;
    const auto value = reader.bytes(0);
    if (!value || !std::ranges::equal(*value, certificate.der))
      throw Error(Kind::not_eligible,
                  "Another certificate with the same issuer and serial number stands in the target profile. Remove it there "
                  "first, after making sure which of the two is genuine.");
    // Softoken changes only attributes that an object has; one without them has to do without.
    const auto label = reader.bytes(1), key_id = reader.bytes(2);
    return Present{handle, label && label->empty(), key_id && !std::ranges::equal(*key_id, certificate.key_id)};
  }
  return std::nullopt;
}

/// NSS gives all personal certificates of one subject one nickname. (Authorities get a number each.)
std::string nickname_of_subject(const Session& session, const Certificate& certificate) {
  auto same_subject = Attributes::token_object(CKO_CERTIFICATE);
  same_subject.bytes(CKA_SUBJECT, certificate.subject_der);
  AttributeReader reader(session, {CKA_LABEL});
  for (auto handle : session.find(std::move(same_subject)))
    if (reader.read(handle))
      if (const auto label = reader.bytes(0); label && !label->empty()) return std::string(label->begin(), label->end());
  return {};
}

bool nickname_taken(const Session& session, const std::string& nickname) {
  auto same_label = Attributes::token_object(CKO_CERTIFICATE);
  same_label.text(CKA_LABEL, nickname);
  return session.find_first(std::move(same_label)).has_value();
}

/// Softoken refuses a label that another subject has.
std::string free_nickname(const Session& session, const std::string& wish) {
  std::string nickname = wish;
  for (int number = 2; nickname_taken(session, nickname); ++number) nickname = wish + " #" + std::to_string(number);
  return nickname;
}

std::string choose_nickname(const Session& session, const Certificate& certificate, const std::string& wish) {
  const std::string given = nickname_of_subject(session, certificate);
  if (!given.empty()) return given;
  // NSS handles nicknames as C strings.
  const std::string wanted = wish.substr(0, wish.find('\0'));
  return free_nickname(session, wanted.empty() ? made_nickname(certificate) : wanted);
}

void create(const Session& session, const Certificate& certificate, const std::string& nickname) {
  auto object = Attributes::token_object(CKO_CERTIFICATE);
  object.number(CKA_CERTIFICATE_TYPE, CKC_X_509)
      .bytes(CKA_ID, certificate.key_id)
      .text(CKA_LABEL, nickname)
      .bytes(CKA_VALUE, certificate.der)
      .bytes(CKA_ISSUER, certificate.issuer_der)
      .bytes(CKA_SUBJECT, certificate.subject_der)
      .bytes(CKA_SERIAL_NUMBER, serial_der(certificate));
  const std::string email = stored_email(certificate);
  if (!email.empty()) object.text(CKA_NSS_EMAIL, email);
  session.create(std::move(object));
}

/// A certificate that came before its key, with a mail for example, stands there without what makes it a personal one.
Copied complete(const Session& session, const Certificate& certificate, const Present& present,
                const std::string& nickname) {
  if (!present.lacks_label && !present.lacks_key_id) return Copied::present;
  Attributes changes;
  if (present.lacks_key_id) changes.bytes(CKA_ID, certificate.key_id);
  if (present.lacks_label) changes.text(CKA_LABEL, choose_nickname(session, certificate, nickname));
  session.change(present.handle, std::move(changes));
  return Copied::written;
}

}  // namespace

Copied store_certificate(Token& to, const Certificate& certificate, const std::string& nickname, bool user_certificate) {
  const Session& session = to.native().session;
  if (const auto present = find_present(session, certificate))
    return user_certificate ? complete(session, certificate, *present, nickname) : Copied::present;
  // NSS names personal certificates and authorities; what it keeps of correspondents has no name.
  std::string name;
  if (user_certificate || !nickname.empty())
    name = choose_nickname(session, certificate, nickname);
  else if (certificate.is_authority)
    name = free_nickname(session, made_nickname(certificate));
  create(session, certificate, name);
  return Copied::written;
}

}  // namespace nssbridge
