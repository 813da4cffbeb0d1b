// SPDX-License-Identifier: MPL-2.0
#include "nss_fixtures.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string run_command(const std::string& prefix, std::initializer_list<std::string> arguments) {
  TemporaryFolder folder("log");
  const auto log = folder.path() / "output";
  std::string command = prefix;
  for (const auto& argument : arguments) command += quoted(argument) + " ";
  command += "> " + quoted(log.string()) + " 2>&1 < /dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command + "\n" + file_bytes(log));
  return file_bytes(log);
}

void write_file(const fs::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

}  // namespace

std::string run(std::initializer_list<std::string> arguments) { return run_command("", arguments); }

std::string run_with_nss(const std::string& nss_folder, std::initializer_list<std::string> arguments) {
  return run_command(nss_folder.empty() ? "env -u LD_LIBRARY_PATH " : "env LD_LIBRARY_PATH=" + quoted(nss_folder) + " ",
                     arguments);
}

TemporaryFolder::TemporaryFolder(const std::string& name) {
  std::string pattern = (fs::temp_directory_path() / "certferry-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  m_root = pattern;
  m_path = m_root / name;
  fs::create_directory(m_path);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(m_root, ignored);
}

const fs::path& certificates_folder() {
  static const fs::path folder = [] {
    const fs::path finished = fs::path(CERTFERRY_TEST_FIXTURES) / "certificates";
    if (fs::exists(finished)) return finished;
    fs::create_directories(finished.parent_path());
    // Two test programs may come here at once: each makes its own, the first one to finish gives the name.
    const fs::path mine = finished.string() + "." + std::to_string(::getpid());
    fs::create_directories(mine);
    run({CERTFERRY_TEST_SUPPORT "/make-certificates", mine.string()});
    std::error_code taken;
    fs::rename(mine, finished, taken);
    if (taken) fs::remove_all(mine);
    return finished;
  }();
  return folder;
}

std::string file_bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

nssbridge::Certificate certificate(const std::string& name) {
  const std::string der = file_bytes(certificates_folder() / (name + ".der"));
  return nssbridge::decode_certificate({reinterpret_cast<const std::uint8_t*>(der.data()), der.size()});
}

nssbridge::Secret secret(std::string_view text) {
  return nssbridge::Secret(std::span<const char>(text.data(), text.size()));
}

NssProfile::NssProfile(std::string password, const std::string& folder_name)
    : m_folder(folder_name), m_password(std::move(password)), m_password_file(folder().parent_path() / "password") {
  write_file(m_password_file, m_password + "\n");
  if (m_password.empty())
    run({"certutil", "-N", "-d", configuration(), "--empty-password"});
  else
    run({"certutil", "-N", "-d", configuration(), "-f", m_password_file.string()});
}

void NssProfile::import_pkcs12(const std::string& name) {
  run({"pk12util", "-i", (certificates_folder() / (name + ".p12")).string(), "-d", configuration(), "-k",
       m_password_file.string(), "-W", "x"});
}

void NssProfile::add(const std::string& name, const std::string& nickname, const std::string& trust) {
  run({"certutil", "-A", "-d", configuration(), "-f", m_password_file.string(), "-n", nickname, "-t", trust, "-i",
       (certificates_folder() / (name + ".der")).string()});
}

void NssProfile::set_trust(const std::string& nickname, const std::string& trust) {
  run({"certutil", "-M", "-d", configuration(), "-f", m_password_file.string(), "-n", nickname, "-t", trust});
}

std::string NssProfile::trust_seen_by(const std::string& nss_folder, const std::string& nickname) const {
  const std::string list = run_with_nss(nss_folder, {"certutil", "-L", "-d", configuration()});
  const auto line = list.find("\n" + nickname + " ");
  if (line == std::string::npos) throw std::runtime_error("not listed: " + nickname + "\n" + list);
  const auto end = list.find_last_not_of(" ", list.find('\n', line + 1) - 1);
  const auto begin = list.rfind(' ', end);
  return list.substr(begin + 1, end - begin);
}

std::optional<std::string> application_nss() {
  for (const char* folder : {"/usr/lib/thunderbird", "/usr/lib/firefox-esr"})
    if (fs::exists(fs::path(folder) / "libsoftokn3.so")) return folder;
  return std::nullopt;
}

void NssProfile::copy_from(const NssProfile& other) {
  for (const char* name : {"cert9.db", "key4.db"}) {
    fs::copy_file(other.folder() / name, folder() / name, fs::copy_options::overwrite_existing);
    fs::remove(folder() / (std::string(name) + "-journal"));
  }
}

std::string NssProfile::database_bytes() const {
  return file_bytes(folder() / "cert9.db") + file_bytes(folder() / "key4.db");
}

void log_in(nssbridge::Token& token, const NssProfile& profile) {
  if (!profile.password().empty() && !token.login(secret(profile.password())))
    throw std::runtime_error("the fixture's password does not open it");
}

}  // namespace tests
