// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/module.hpp>

#include "check.hpp"
#include "module_specification.hpp"
#include "token_native.hpp"

#include <algorithm>
#include <optional>

namespace nssbridge {
namespace {

std::set<Bytes> key_ids(const Session& session) {
  AttributeReader reader(session, {CKA_ID});
  std::set<Bytes> ids;
  for (const CK_OBJECT_CLASS kind : {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY})
    for (auto handle : session.find(Attributes::token_object(kind)))
      if (const auto id = reader.read(handle) ? reader.bytes(0) : std::nullopt) ids.emplace(id->begin(), id->end());
  return ids;
}

/// Logged in for as long as it exists; the token is told the PIN once.
class Login {
 public:
  Login(const Session& session, const Secret& pin) : m_session(session) {
    const auto text = pin.expose();
    // The function wants a pointer to what it will not change.
    auto* octets = reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(text.data()));
    const CK_RV rv = session.functions()->C_Login(session.handle(), CKU_USER, octets, text.size());
    switch (rv) {
      case CKR_OK:
      case CKR_USER_ALREADY_LOGGED_IN:
        return;
      case CKR_PIN_INCORRECT:
      case CKR_PIN_INVALID:
      case CKR_PIN_LEN_RANGE:
        throw Error(Kind::wrong_password, "That is not the PIN of the token. It was tried once and is not tried again by itself, because "
                                          "a token locks itself after a few wrong ones.");
      case CKR_PIN_LOCKED:
      case CKR_PIN_EXPIRED:
        throw Error(Kind::wrong_password, "The token takes no PIN any more: it is locked, or wants a new one. Use the program that came "
                                          "with it.");
      default:
        check_rv(rv, "The token could not be opened with its PIN. Put it in again and try once more.");
    }
  }
  ~Login() { m_session.functions()->C_Logout(m_session.handle()); }
  Login(const Login&) = delete;

 private:
  const Session& m_session;
};

/// What can be seen now.
TokenContents visible(const Token& token, const std::string& label) {
  const auto ids = key_ids(token.native().session);
  TokenContents contents{label, {}, true};
  for (auto& stored : token.certificates())
    contents.certificates.push_back({std::move(stored.certificate.der), std::move(stored.nickname), ids.contains(stored.key_id)});
  return contents;
}

bool may_hide_something(const TokenContents& contents) {
  return !std::ranges::any_of(contents.certificates, &TokenCertificate::has_key);
}

/// A PIN that is wrong must leave another try; and one that is typed on the reader itself is none that we could ask for.
bool takes_a_pin(const CK_TOKEN_INFO& info) {
  constexpr CK_FLAGS wanted = CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED;
  constexpr CK_FLAGS unwanted = CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED | CKF_PROTECTED_AUTHENTICATION_PATH;
  return (info.flags & wanted) == wanted && (info.flags & unwanted) == 0;
}

TokenContents read_token(PK11SlotInfo* slot, const CK_TOKEN_INFO& info, const AskPin& ask) {
  const Token token(std::make_unique<Token::Native>(SlotHandle(PK11_ReferenceSlot(slot)), false, std::filesystem::path(), false));
  const std::string label = PK11_GetTokenName(slot);
  auto contents = visible(token, label);
  if ((info.flags & CKF_LOGIN_REQUIRED) == 0 || !may_hide_something(contents)) return contents;
  if (!takes_a_pin(info)) {
    contents.whole = false;
    return contents;
  }
  const auto pin = ask(label);
  if (pin.empty()) throw Error(Kind::password_required, "The PIN of the token is needed, and an empty one is none. The token was not tried.");
  const Login login(token.native().session, pin);
  return visible(token, label);
}

void unload(SECMODModule* module) {
  SECMOD_UnloadUserModule(module);
  SECMOD_DestroyModule(module);
}

using ModuleHandle = Handle<SECMODModule, unload>;

}  // namespace

struct Module::State {
  ModuleHandle module;
};

Module::Module(const std::filesystem::path& file) : m_state(std::make_unique<State>()) {
  std::string specification = "library=" + specification_value(file.string()) + " name=" + specification_value("Certferry module");
  auto* module = SECMOD_LoadUserModule(specification.data(), nullptr, PR_FALSE);
  constexpr const char* not_loaded = "The PKCS#11 module could not be loaded. Check that the file is the library that came with the token.";
  if (module == nullptr) fail(not_loaded);
  if (!module->loaded) {
    const Error error = Error(Kind::nss_failure, not_loaded).with_nss(current_nss_error());
    SECMOD_DestroyModule(module);
    throw error;
  }
  m_state->module.reset(module);
}

Module::~Module() = default;

std::vector<TokenContents> Module::read(const AskPin& ask) const {
  const auto& module = *m_state->module;
  std::vector<TokenContents> tokens;
  for (int i = 0; i < module.slotCount; ++i) {
    CK_TOKEN_INFO info{};
    if (!PK11_IsPresent(module.slots[i]) || PK11_GetTokenInfo(module.slots[i], &info) != SECSuccess) continue;
    if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
    try {
      tokens.push_back(read_token(module.slots[i], info, ask));
    } catch (const Error& error) {
      // What reads objects speaks of a profile's database.
      if (error.kind() != Kind::nss_failure) throw;
      throw Error(Kind::nss_failure, "The token could not be read. Put it in again and try once more.").with_nss(error.nss());
    }
  }
  return tokens;
}

}  // namespace nssbridge
