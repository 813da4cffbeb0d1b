// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/library.hpp>

#include "check.hpp"
#include "module_specification.hpp"
#include "token_native.hpp"

#include <secerr.h>

#include <fstream>

namespace nssbridge {
namespace {

/// NSS asks for a password only through Token::login: a callback that answers makes NSS ask again for ever when
/// the answer is wrong.
char* no_password(PK11SlotInfo*, PRBool, void*) { return nullptr; }

constexpr const char* cannot_open =
    "NSS could not open the profile's certificate database (cert9.db, key4.db). Close the application that uses the "
    "profile, check that the files are readable, and try again.";

void initialise(const std::filesystem::path& folder, Library::Access access) {
  const char* format = access == Library::Access::legacy_read_only ? "dbm:" : "sql:";
  const std::string configuration = format + folder.string();
  PRUint32 flags = NSS_INIT_NOMODDB | NSS_INIT_NOROOTINIT;
  if (access != Library::Access::read_write) flags |= NSS_INIT_READONLY;
  if (NSS_Initialize(configuration.c_str(), "", "", "", flags) == SECSuccess) return;
  fail(PORT_GetError() == SEC_ERROR_LEGACY_DATABASE ? Kind::legacy_database : Kind::profile_unreadable, cannot_open);
}

void require_nothing_open() {
  if (NSS_IsInitialized()) throw Error(Kind::internal, "NSS is already open in this process. This is a defect of the program.");
}

}  // namespace

struct Library::State {
  std::optional<Token> main;
  unsigned extra_slots = 0;
  bool open = true;
};

Library::Library() : m_state(std::make_unique<State>()) {
  require_nothing_open();
  PK11_SetPasswordFunc(no_password);
  check(NSS_NoDB_Init(nullptr), "NSS could not be started. Reinstall the application whose NSS was chosen, or libnss3.");
}

Library::Library(const std::filesystem::path& folder, Access access) : m_state(std::make_unique<State>()) {
  require_nothing_open();
  PK11_SetPasswordFunc(no_password);
  initialise(folder, access);
  try {
    SlotHandle slot(check(PK11_GetInternalKeySlot(), cannot_open));
    const bool writable = access == Access::read_write;
    m_state->main.emplace(std::make_unique<Token::Native>(std::move(slot), false, folder, writable));
  } catch (...) {
    NSS_Shutdown();
    throw;
  }
}

Library::~Library() {
  m_state->main.reset();
  if (m_state->open) NSS_Shutdown();
}

Token& Library::main() {
  if (!m_state->main) throw Error(Kind::internal, "NSS was opened without a database. This is a defect of the program.");
  return *m_state->main;
}

Token Library::open_read_only(const std::filesystem::path& folder) {
  // Softoken cuts a description at 32 bytes, and two slots with one name cannot be told apart.
  const std::string description = "Certferry " + std::to_string(++m_state->extra_slots);
  const std::string specification = "configDir=" + specification_value("sql:" + folder.string()) + " tokenDescription=" +
                                    specification_value(description) + " flags=readOnly";
  SlotHandle slot(SECMOD_OpenUserDB(specification.c_str()));
  if (!slot) fail(Kind::profile_unreadable, cannot_open);
  return Token(std::make_unique<Token::Native>(std::move(slot), true, folder, false));
}

Token Library::memory() {
  SlotHandle slot(check(PK11_GetInternalSlot(), "NSS has no place in memory for keys. Reinstall the application whose NSS was chosen."));
  return Token(std::make_unique<Token::Native>(std::move(slot), false, std::filesystem::path(), true));
}

std::string Library::version() { return NSS_GetVersion(); }

std::string Library::softoken_version() {
  CK_INFO info{};
  check(PK11_GetModInfo(SECMOD_GetInternalModule(), &info), "NSS does not say which version of softoken it loaded.");
  return std::to_string(info.libraryVersion.major) + "." + std::to_string(info.libraryVersion.minor);
}

std::filesystem::path Library::softoken_folder() {
  constexpr std::string_view file_name = "/libsoftokn3.so";
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const auto end = line.rfind(file_name);
    const auto begin = line.find('/');
    if (end == std::string::npos || begin == std::string::npos) continue;
    const std::string_view rest = std::string_view(line).substr(end + file_name.size());
    // The kernel marks a file that was replaced by an update since it was loaded.
    if (!rest.empty() && rest != " (deleted)") continue;
    return line.substr(begin, end - begin);
  }
  throw Error(Kind::nss_failure, "NSS did not load its softoken library. Reinstall the application whose NSS was chosen.");
}

void Library::close() {
  m_state->main.reset();
  m_state->open = false;
  check(NSS_Shutdown(), "NSS could not be closed because something of it is still in use. This is a defect of the program.");
}

}  // namespace nssbridge
