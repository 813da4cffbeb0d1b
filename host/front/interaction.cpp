// SPDX-License-Identifier: MPL-2.0
#include <host/front/interaction.hpp>
#include <nssbridge/error.hpp>

namespace host::front {

std::string_view name_of(Refusal refusal) {
  using nssbridge::Kind;
  switch (refusal) {
    case Refusal::cancelled:
      return nssbridge::name_of(Kind::cancelled);
    case Refusal::consent_refused:
      return nssbridge::name_of(Kind::consent_refused);
    case Refusal::no_ui:
      return nssbridge::name_of(Kind::no_ui);
    case Refusal::password_required:
      return nssbridge::name_of(Kind::password_required);
    case Refusal::wrong_password:
      return nssbridge::name_of(Kind::wrong_password);
  }
  return nssbridge::name_of(Kind::cancelled);
}

std::string_view name_of(ConsentAnswer answer) {
  switch (answer) {
    case ConsentAnswer::yes:
      return "yes";
    case ConsentAnswer::no:
      return "no";
    case ConsentAnswer::unavailable:
      return "unavailable";
    case ConsentAnswer::cancelled:
      return "cancelled";
  }
  return "unavailable";
}

}  // namespace host::front
