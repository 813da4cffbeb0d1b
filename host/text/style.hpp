// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>

namespace host::text {

/// How text for people looks: colours on a terminal, unless NO_COLOR is set.
class Style {
 public:
  explicit Style(bool colours) : m_colours(colours) {}
  /// For the stream with this descriptor.
  static Style of(int descriptor);

  bool has_colours() const { return m_colours; }
  std::string strong(const std::string& text) const { return paint("1", text); }
  std::string good(const std::string& text) const { return paint("32", text); }
  std::string warning(const std::string& text) const { return paint("33", text); }
  std::string bad(const std::string& text) const { return paint("31", text); }

 private:
  std::string paint(const char* code, const std::string& text) const {
    return m_colours ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }
  bool m_colours;
};

}  // namespace host::text
