// SPDX-License-Identifier: MPL-2.0
#include "scratch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace fuzz {
namespace {

namespace fs = std::filesystem;

/// scripts/fuzz names a folder and removes it, also after a crash.
fs::path make_folder() {
  if (const char* given = std::getenv("CERTFERRY_FUZZ_SCRATCH")) return given;
  std::string name = "/tmp/certferry-fuzz-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

}  // namespace

const fs::path& scratch() {
  static const fs::path folder = make_folder();
  return folder;
}

fs::path write_file(const fs::path& name, std::string_view bytes) {
  const fs::path file = scratch() / name;
  int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    fs::create_directories(file.parent_path());
    descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  }
  if (descriptor < 0 || ::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    std::abort();
  ::close(descriptor);
  return file;
}

}  // namespace fuzz
