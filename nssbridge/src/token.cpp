// SPDX-License-Identifier: MPL-2.0
#include "check.hpp"
#include "token_native.hpp"

namespace nssbridge {

Token::Token(std::unique_ptr<Native> native) : m_native(std::move(native)) {}
Token::~Token() = default;
Token::Token(Token&&) noexcept = default;

bool Token::uninitialised() const { return PK11_NeedUserInit(native().slot.get()); }

bool Token::password_protected() const { return !uninitialised() && PK11_NeedLogin(native().slot.get()); }

void Token::set_empty_password() {
  check(PK11_InitPin(native().slot.get(), nullptr, ""),
        "NSS could not prepare the new key database. Check that the profile is writable and the disk is not full.");
}

bool Token::login(const Secret& password) {
  const auto text = password.expose();
  // NSS takes a C string: what stands behind a NUL would not be compared.
  if (text.find('\0') != std::string_view::npos) return false;
  // PK11_CheckUserPassword answers SECWouldBlock to a wrong password and SECFailure to everything else.
  const SECStatus status = PK11_CheckUserPassword(native().slot.get(), text.data());
  if (status == SECSuccess) return true;
  if (status == SECWouldBlock) return false;
  constexpr std::size_t longest_for_softoken = 500;  // SFTK_MAX_PIN
  if (text.size() > longest_for_softoken) return false;
  fail("NSS could not check the primary password. Close the application that uses the profile and try again.");
}

bool Token::logged_in() const {
  if (uninitialised()) return false;
  return !password_protected() || PK11_IsLoggedIn(native().slot.get(), nullptr);
}

std::filesystem::path Token::folder() const { return native().folder; }

bool Token::writable() const { return native().writable; }

void require_login(const Token& token) {
  if (token.password_protected() && !token.logged_in())
    throw Error(Kind::password_required, "The profile has a primary password, which is needed to use its keys and to change its trust.");
}

}  // namespace nssbridge
