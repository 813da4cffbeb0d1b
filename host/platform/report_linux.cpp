// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/file_facts.hpp>
#include <host/doctor/report.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <cerrno>

namespace host::doctor {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

/// PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
std::string system_name() {
  constexpr std::size_t longest = 64UL << 10;
  constexpr std::string_view key = "\nPRETTY_NAME=";
  const std::string text = "\n" + bytes_of("/etc/os-release", longest).value_or("");
  const std::size_t at = text.find(key);
  if (at == std::string::npos) return {};
  std::string name = text.substr(at + key.size(), text.find('\n', at + 1) - at - key.size());
  std::erase(name, '"');
  return name;
}

}  // namespace

ReportFile::ReportFile(std::filesystem::path file)
    : m_file(std::move(file)),
      m_descriptor(::open(m_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)) {
  if (m_descriptor.is_open()) return;
  if (errno == EEXIST)
    throw Error(Kind::file_exists, "The file for the report exists already. Name another one.");
  if (errno == EACCES || errno == EPERM || errno == EROFS)
    throw Error(Kind::permission_denied,
                "The file for the report cannot be made there. Name another folder.");
  throw Error(Kind::io_failure,
              "The file for the report cannot be made. Check that its folder exists and has room.");
}

ReportFile::~ReportFile() {
  if (!m_written) ::unlink(m_file.c_str());
}

void ReportFile::write(std::string_view bytes) const {
  if (!write_all(m_descriptor, bytes))
    throw Error(Kind::io_failure, "The report cannot be written. Free some space and try again.");
  m_written = true;
}

std::string report_text(const json& result) {
  json report = result;
  utsname names{};
  ::uname(&names);
  // Not the name of the computer, which uname tells, too.
  report["system"] = {{"name", system_name()}, {"kernel", names.release}, {"machine", names.machine}};
  return report.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace host::doctor
