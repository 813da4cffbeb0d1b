// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <doctest/doctest.h>

namespace tests {

/// Behind the name of a test case: `* tests::Needs{there, "what this machine lacks"}`. The case is skipped
/// with that reason where it is not there.
struct Needs {
  bool there;
  const char* otherwise;
  void fill(doctest::detail::TestCase& test) const {
    if (there) return;
    test.m_skip = true;
    test.m_description = otherwise;
  }
};

}  // namespace tests
