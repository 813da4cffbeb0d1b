// SPDX-License-Identifier: MPL-2.0
#include <host/front/answered_passwords.hpp>

#include <vector>

namespace host::front {

void AnsweredPasswords::keep(const std::string& profile, const nssbridge::Secret& password) {
  m_by_profile.insert_or_assign(profile, password.duplicate());
}

std::optional<nssbridge::Secret> AnsweredPasswords::suggest(const std::string& profile, int attempt) const {
  std::vector<const nssbridge::Secret*> order;
  if (const auto own = m_by_profile.find(profile); own != m_by_profile.end()) order.push_back(&own->second);
  for (const auto& [other, password] : m_by_profile)
    if (other != profile) order.push_back(&password);
  if (attempt < 1 || attempt > static_cast<int>(order.size())) return std::nullopt;
  return order[static_cast<std::size_t>(attempt) - 1]->duplicate();
}

}  // namespace host::front
