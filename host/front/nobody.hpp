// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>

namespace host::front {

/// Nobody to ask and nobody to tell how far it is.
class Nobody : public Interaction {
 public:
  void progress(const std::string&, std::size_t, std::size_t) override {}
  std::variant<nssbridge::Secret, Refusal> password(const PasswordQuestion&) override { return Refusal::no_ui; }
  std::variant<nssbridge::Secret, Refusal> new_password(const NewPasswordQuestion&) override {
    return Refusal::no_ui;
  }
  std::variant<nssbridge::Secret, Refusal> pin(const PinQuestion&) override { return Refusal::no_ui; }
  ConsentAnswer trust_root(const TrustQuestion&) override { return ConsentAnswer::unavailable; }
  ConsentAnswer consent(const ConsentQuestion&) override { return ConsentAnswer::unavailable; }
};

}  // namespace host::front
