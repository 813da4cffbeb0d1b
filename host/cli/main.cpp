// SPDX-License-Identifier: MPL-2.0
#include <host/cli/run.hpp>

#include <clocale>

int main(int count, char** words) {
  // Text is UTF-8 everywhere; only the widths of characters are taken from this.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  return host::cli::run(count, words);
}
