// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

namespace host::fleet {

/// Why a result is not believed, in one sentence that begins with "It" or "A" and quotes nothing: it costs that result alone.
class Rejected : public nssbridge::Error {
 public:
  explicit Rejected(std::string reason) : Error(nssbridge::Kind::bad_file, std::move(reason)) {}
};

/// Where the octets of a result come from: fills `into` from its beginning and says how many it put there, 0 at the end. Throws Rejected.
using Source = std::function<std::size_t(char* into, std::size_t room)>;

/// The octets of a JSON text piece by piece, watched before a parser sees them: it would collect a text of any length in its memory.
class WatchedOctets {
 public:
  static constexpr std::size_t most = 64U << 20;
  static constexpr std::size_t longest_token = 1U << 20;

  explicit WatchedOctets(Source source) : m_source(std::move(source)) { fill(); }
  WatchedOctets(const WatchedOctets&) = delete;

  bool at_end() const { return m_at == m_size; }
  char front() const { return m_some[m_at]; }
  /// Throws Rejected for a text, a number or blanks longer than `longest_token`, a NUL, which nlohmann's reader takes for the end, and
  /// more than `most` in all.
  void next();

 private:
  void fill();
  void watch(char octet);

  Source m_source;
  std::array<char, 1U << 16> m_some;
  std::size_t m_at = 0, m_size = 0, m_total = 0, m_token = 0;
  bool m_in_text = false, m_escaped = false;
};

/// WatchedOctets as a pair of iterators. The end is one of nothing.
class OctetIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit OctetIterator(WatchedOctets* octets = nullptr) : m_octets(octets) {}
  char operator*() const { return m_octets->front(); }
  OctetIterator& operator++() {
    m_octets->next();
    return *this;
  }
  bool operator==(const OctetIterator& other) const { return is_end() == other.is_end(); }

 private:
  bool is_end() const { return m_octets == nullptr || m_octets->at_end(); }

  WatchedOctets* m_octets;
};

}  // namespace host::fleet
