// SPDX-License-Identifier: MPL-2.0
#include <host/scan/spool.hpp>

#include <nssbridge/error.hpp>

#include <cstdint>
#include <string>

namespace host::scan {

using nlohmann::json;

namespace {

[[noreturn]] void throw_not_kept() {
  throw nssbridge::Error(nssbridge::Kind::io_failure,
                         "What was found could not be kept in the folder for temporary files. Check that the disk is not full.");
}

}  // namespace

Spool::Spool() : m_file(std::tmpfile(), &std::fclose) {
  if (!m_file) throw_not_kept();
}

void Spool::add(const json& value) {
  const auto bytes = json::to_cbor(value);
  const std::uint64_t size = bytes.size();
  if (std::fwrite(&size, sizeof size, 1, m_file.get()) != 1 ||
      std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
    throw_not_kept();
}

void Spool::for_each(const std::function<void(json value)>& use) {
  if (std::fflush(m_file.get()) != 0) throw_not_kept();
  std::rewind(m_file.get());
  std::uint64_t size = 0;
  while (std::fread(&size, sizeof size, 1, m_file.get()) == 1) {
    std::string bytes(size, '\0');
    if (std::fread(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size()) throw_not_kept();
    use(json::from_cbor(bytes));
  }
}

}  // namespace host::scan
