// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>
#include <host/native/output.hpp>

#include <nlohmann/json.hpp>

namespace host::native {

/// Tells the client how far its request is. There is nobody who could be asked.
class Nobody : public front::Interaction {
 public:
  Nobody(Output& output, nlohmann::json id) : m_output(output), m_id(std::move(id)) {}

  void progress(const std::string& stage, std::size_t done, std::size_t total) override {
    m_output.progress(m_id, {stage, done, total});
  }
  std::variant<nssbridge::Secret, front::Refusal> password(const front::PasswordQuestion&) override {
    return front::Refusal::no_ui;
  }
  front::ConsentAnswer trust_root(const front::TrustQuestion&) override {
    return front::ConsentAnswer::unavailable;
  }
  front::ConsentAnswer consent(const front::ConsentQuestion&) override {
    return front::ConsentAnswer::unavailable;
  }

 private:
  Output& m_output;
  nlohmann::json m_id;
};

}  // namespace host::native
