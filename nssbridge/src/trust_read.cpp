// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/trust.hpp>

#include "serial_content.hpp"
#include "stored_form.hpp"
#include "token_native.hpp"
#include "trust_classes.hpp"
#include "trust_record.hpp"

#include <pkcs11n.h>

namespace nssbridge {
namespace {

using Key = TrustMap::key_type;

struct Statement {
  Key key;
  TrustPair trust;
  Bytes hash;
};

AttributeReader reader_for(const Session& session, TrustEncoding encoding) {
  if (encoding == TrustEncoding::modern)
    return {session,
            {CKA_ISSUER, CKA_SERIAL_NUMBER, modern_trust::email_protection, modern_trust::server_auth,
             modern_trust::certificate_hash}};
  return {session,
          {CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_TRUST_EMAIL_PROTECTION, CKA_TRUST_SERVER_AUTH, CKA_CERT_SHA1_HASH}};
}

std::vector<Statement> statements(const Session& session, TrustEncoding encoding) {
  auto reader = reader_for(session, encoding);
  std::vector<Statement> found;
  for (auto handle : session.find(Attributes::token_object(trust_class(encoding)))) {
    if (!reader.read(handle)) continue;
    const auto issuer = reader.bytes(0), serial = reader.bytes(1);
    if (!issuer || !serial) continue;
    found.push_back({Key{copy(issuer), serial_content(*serial)},
                     {meaning(encoding, reader.number(2)), meaning(encoding, reader.number(3))},
                     copy(reader.bytes(4))});
  }
  return found;
}

/// A record is bound to one certificate by its hash. It says nothing about another one with the same issuer and serial;
/// where the token has none, it may be about a root that the application ships.
bool bound_elsewhere(const Session& session, TrustEncoding encoding, const Statement& statement) {
  auto wanted = Attributes::token_object(CKO_CERTIFICATE);
  wanted.bytes(CKA_ISSUER, statement.key.first).bytes(CKA_SERIAL_NUMBER, serial_der(BytesView(statement.key.second)));
  const auto handle = session.find_first(std::move(wanted));
  if (!handle) return false;
  AttributeReader reader(session, {CKA_VALUE});
  if (!reader.read(*handle)) return false;
  const auto der = reader.bytes(0);
  return der && bound_hash(encoding, *der) != statement.hash;
}

void add_statements(const Session& session, TrustEncoding encoding, TrustMap& map) {
  for (auto& statement : statements(session, encoding)) {
    const bool says_something = statement.trust != TrustPair{};
    if (says_something && bound_elsewhere(session, encoding, statement)) continue;
    map.emplace(std::move(statement.key), statement.trust);
  }
}

}  // namespace

TrustMap read_trust(const Token& token) {
  const Session& session = token.native().session;
  TrustMap map;
  add_statements(session, TrustEncoding::modern, map);  // first, because what is there already stays
  add_statements(session, TrustEncoding::legacy, map);
  return map;
}

Trust authentic_email_trust(const Token& token, const Certificate& authority) {
  if (!token.logged_in()) return Trust::unknown;
  const Session& session = token.native().session;
  const auto record = find_trust_record(session, authority);
  if (!record) return Trust::none;
  if (record->encoding == TrustEncoding::modern && !library_knows_modern_trust()) return Trust::unknown;
  AttributeReader email(session, {email_attribute(record->encoding)});
  if (!email.read(record->handle)) return Trust::none;
  const Trust trust = meaning(record->encoding, email.number(0));
  if (trust == Trust::none) return trust;
  return is_bound_to(session, *record, authority) ? trust : Trust::none;
}

bool has_modern_trust(const Token& token, const Certificate& certificate) {
  return find_trust_record(token.native().session, certificate, TrustEncoding::modern).has_value();
}

}  // namespace nssbridge
