// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"
#include "support/sqlite_writer.hpp"

using namespace nssbridge;
using tests::kind_of;
using tests::NssProfile;
namespace fs = std::filesystem;

namespace {

/// Every file's bytes and time, and the folder's own time: what a reader must not change.
std::map<std::string, std::string> everything_in(const fs::path& folder) {
  std::map<std::string, std::string> all;
  const auto time_of = [](const fs::path& path) {
    struct stat info{};
    ::lstat(path.c_str(), &info);
    return std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + "|";
  };
  all["."] = time_of(folder);
  for (const auto& entry : fs::directory_iterator(folder))
    all[entry.path().filename()] = time_of(entry.path()) + tests::file_bytes(entry.path());
  return all;
}

void make_profile(const std::string& nss, const fs::path& folder, const std::string& password) {
  std::ofstream(folder / "password") << password << "\n";
  if (password.empty())
    tests::run_with_nss(nss, {"certutil", "-N", "-d", "sql:" + folder.string(), "--empty-password"});
  else
    tests::run_with_nss(nss, {"certutil", "-N", "-d", "sql:" + folder.string(), "-f", (folder / "password").string()});
}

}  // namespace

TEST_CASE("whether a password protects the keys is told without NSS, for databases of both NSS versions") {
  for (const std::string& nss : {std::string(), tests::application_nss().value_or("")}) {
    for (const std::string password : {"", "secret"}) {
      CAPTURE(nss);
      CAPTURE(password);
      tests::TemporaryFolder folder;
      make_profile(nss, folder.path(), password);
      const auto state = files::inspect(folder.path());
      CHECK(state.format == files::Format::sql);
      REQUIRE(state.password);
      CHECK(state.password->pbes2);
      CHECK(state.password->protects == !password.empty());
      CHECK(state.password->iterations == (password.empty() ? 1u : 10000u));
      CHECK(state.private_key_ids.empty());
      CHECK_FALSE(state.hot_journal);
      CHECK_FALSE(state.write_ahead_log);
    }
  }
}

TEST_CASE("a password that only NSS 3.118 and later can open is an error for an older one, and says what to install") {
  const auto nss = tests::application_nss();
  if (!nss) {
    MESSAGE("no Thunderbird or Firefox here whose NSS makes such a password: not tested");
    return;
  }
  tests::TemporaryFolder folder;
  make_profile(*nss, folder.path(), "secret");
  const auto state = files::inspect(folder.path());
  REQUIRE(state.password->salt_length == 48);
  CHECK_NOTHROW(files::require_nss(state, "3.118"));
  CHECK_NOTHROW(files::require_nss(state, "3.125.1"));
  try {
    files::require_nss(state, "3.87.1");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == Kind::nss_too_old);
    REQUIRE(error.fix());
    CHECK(error.fix()->text.find("libnss3") != std::string::npos);
  }
}

TEST_CASE("every NSS opens a short salt") {
  NssProfile profile("secret");
  auto state = files::inspect(profile.folder());
  if (state.password->salt_length == 20) CHECK_NOTHROW(files::require_nss(state, "3.35"));
  CHECK_NOTHROW(files::require_nss(files::State{}, "3.35"));
}

TEST_CASE("the password record of the key3 era does not tell whether there is a password") {
  NssProfile profile;
  profile.change("key4.db",
                 "UPDATE metaData SET item2=x'303C3028060B2A864886F70D010C050103"
                 "30190414000102030405060708090A0B0C0D0E0F101112130201010410000102030405060708090A0B0C0D0E0F'");
  const auto state = files::inspect(profile.folder());
  REQUIRE(state.password);
  CHECK_FALSE(state.password->pbes2);
  CHECK(state.password->iterations == 1);
  CHECK_FALSE(state.password->protects.has_value());
}

TEST_CASE("a password record that is not what NSS writes tells nothing and breaks nothing") {
  for (const char* junk : {"x''", "x'30'", "x'3082FFFF'", "x'3000'", "NULL", "'text'", "7", "x'30818130FFFFFFFF'"}) {
    CAPTURE(junk);
    NssProfile profile;
    profile.change("key4.db", std::string("UPDATE metaData SET item2=") + junk);
    const auto state = files::inspect(profile.folder());
    REQUIRE(state.password);
    CHECK_FALSE(state.password->protects.has_value());
  }
}

TEST_CASE("the ids of private keys are read without the password") {
  NssProfile profile("secret");
  profile.import_pkcs12("rsa2048");
  profile.import_pkcs12("p256");
  const auto state = files::inspect(profile.folder());
  CHECK(state.private_key_ids.size() == 2);
  CHECK(files::contents_of(profile.folder()).private_keys == state.private_key_ids);
}

TEST_CASE("trust records tell which NSS wrote them") {
  for (const bool modern : {false, true}) {
    const std::string nss = modern ? tests::application_nss().value_or("") : "";
    if (modern && nss.empty()) continue;
    CAPTURE(nss);
    tests::TemporaryFolder folder;
    make_profile(nss, folder.path(), "");
    tests::run_with_nss(nss, {"certutil", "-A", "-d", "sql:" + folder.path().string(), "-n", "root", "-t", ",C,", "-i",
                              (tests::certificates_folder() / "root.der").string()});
    const bool expected = modern && !tests::application_nss().value_or("").empty();
    CHECK(files::inspect(folder.path()).modern_trust == expected);
    const auto contents = files::contents_of(folder.path());
    CHECK(contents.certificates.size() == 1);
    CHECK(contents.trust.size() >= 1);
  }
}

TEST_CASE("looking changes no byte, no time and no name") {
  NssProfile profile("secret");
  profile.import_pkcs12("rsa2048");
  const auto before = everything_in(profile.folder());
  files::inspect(profile.folder());
  files::contents_of(profile.folder());
  files::password_record_bytes(profile.folder() / "key4.db");
  CHECK(everything_in(profile.folder()) == before);
}

TEST_CASE("what is there decides the format, and a database of 0 bytes is not there") {
  tests::TemporaryFolder folder;
  CHECK(files::format_of(folder.path()) == files::Format::none);
  std::ofstream(folder.path() / "cert9.db") << "";
  CHECK(files::format_of(folder.path()) == files::Format::none);
  std::ofstream(folder.path() / "key3.db") << "x";
  CHECK(files::format_of(folder.path()) == files::Format::dbm);
  CHECK(files::inspect(folder.path()).format == files::Format::dbm);
  std::ofstream(folder.path() / "key4.db") << "x";
  CHECK(files::format_of(folder.path()) == files::Format::sql);
}

TEST_CASE("certificates without a key database have no password and no keys") {
  NssProfile profile;
  fs::remove(profile.folder() / "key4.db");
  auto state = files::inspect(profile.folder());
  CHECK(state.format == files::Format::sql);
  CHECK_FALSE(state.password);
  CHECK(state.private_key_ids.empty());
  std::ofstream(profile.folder() / "key4.db") << "";
  state = files::inspect(profile.folder());
  CHECK_FALSE(state.password);
}

TEST_CASE("a profile behind a linked folder is read like any other") {
  NssProfile profile("secret");
  const auto link = profile.folder().parent_path() / "link";
  fs::create_directory_symlink(profile.folder(), link);
  CHECK(files::inspect(link).password->protects == true);
  CHECK_FALSE(files::password_record_bytes(link / "key4.db").empty());
}

TEST_CASE("files of another user are refused by name") {
  if (::geteuid() != 0) {
    MESSAGE("only root can play another user: not tested");
    return;
  }
  NssProfile profile;
  fs::permissions(profile.folder().parent_path(), fs::perms(0755));
  fs::permissions(profile.folder(), fs::perms(0755));
  fs::permissions(profile.folder() / "cert9.db", fs::perms(0644));
  const auto kind_for_nobody = [&] {
    const pid_t child = ::fork();
    if (child == 0) {
      if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(99);
      const auto kind = kind_of([&] { files::inspect(profile.folder()); });
      ::_exit(kind == Kind::permission_denied ? 7 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
  };
  CHECK(kind_for_nobody() == 7);
  fs::permissions(profile.folder(), fs::perms(0700));
  CHECK(kind_for_nobody() == 7);
}

TEST_CASE("a new password makes a new password record, anything else keeps it") {
  NssProfile profile("secret");
  const auto file = profile.folder() / "key4.db";
  const auto before = files::password_record_bytes(file);
  REQUIRE_FALSE(before.empty());
  profile.import_pkcs12("rsa2048");
  CHECK(files::password_record_bytes(file) == before);
  std::ofstream(profile.folder() / "new") << "other\n";
  tests::run({"certutil", "-W", "-d", "sql:" + profile.folder().string(), "-f",
              (profile.folder().parent_path() / "password").string(), "-@", (profile.folder() / "new").string()});
  CHECK(files::password_record_bytes(file) != before);
  CHECK(files::password_record_bytes(profile.folder() / "absent").empty());
}
