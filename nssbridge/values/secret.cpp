// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/secret.hpp>

#include <string.h>

#include <algorithm>
#include <utility>

namespace nssbridge {

Secret::Secret(std::span<const char> bytes)
    : m_bytes(std::make_unique<char[]>(bytes.size() + 1)), m_size(bytes.size()) {
  std::ranges::copy(bytes, m_bytes.get());
}

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::move(other.m_bytes)), m_size(std::exchange(other.m_size, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  m_bytes = std::move(other.m_bytes);
  m_size = std::exchange(other.m_size, 0);
  return *this;
}

Secret::~Secret() { wipe(); }

std::string_view Secret::expose() const noexcept {
  return m_bytes ? std::string_view(m_bytes.get(), m_size) : std::string_view("", 0);
}

Secret Secret::duplicate() const { return Secret(std::span<const char>(expose().data(), m_size)); }

void Secret::wipe() noexcept {
  if (m_bytes) explicit_bzero(m_bytes.get(), m_size);
  m_bytes.reset();
  m_size = 0;
}

}  // namespace nssbridge
