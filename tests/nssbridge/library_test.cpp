// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/library.hpp>
#include <nssbridge/version.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"

using namespace nssbridge;
using tests::kind_of;
using Access = Library::Access;
namespace fs = std::filesystem;

TEST_CASE("a missing database is made for writing, and is an error for reading") {
  tests::TemporaryFolder folder;
  CHECK(kind_of([&] { Library library(folder.path(), Access::read_only); }) == Kind::profile_unreadable);
  CHECK(fs::is_empty(folder.path()));
  Library library(folder.path(), Access::read_write);
  CHECK(library.main().writable());
  CHECK(library.main().uninitialised());
  library.main().set_empty_password();
  CHECK_FALSE(library.main().uninitialised());
  CHECK_FALSE(library.main().password_protected());
  CHECK(library.main().logged_in());
  library.close();
  CHECK(fs::exists(folder.path() / "cert9.db"));
  CHECK(fs::exists(folder.path() / "key4.db"));
  CHECK_FALSE(fs::exists(folder.path() / "pkcs11.txt"));
}

TEST_CASE("folders with names that need quoting open as main database and as a further one") {
  for (const std::string name : {"with space", "it's", "back\\slash", "double\"quote", "angle<>bracket[]", "comma,=", "Zoë 証明書",
                           "all ' \" \\ > ] of them", "trailing\\", "sql:", "'"}) {
    CAPTURE(name);
    tests::NssProfile profile({}, name);
    profile.add("root", "root", ",,");
    {
      Library library(profile.folder(), Access::read_only);
      CHECK(library.main().certificates().size() == 1);
      CHECK(library.main().folder() == profile.folder());
      library.close();
    }
    Library library;
    {
      const Token token = library.open_read_only(profile.folder());
      CHECK(token.certificates().size() == 1);
      CHECK_FALSE(token.writable());
    }
    library.close();
  }
}

TEST_CASE("two further databases are open at once beside the main one") {
  tests::NssProfile first, second, third;
  first.add("root", "root", ",,");
  second.import_pkcs12("p256");
  Library library(third.folder(), Access::read_only);
  {
    const Token a = library.open_read_only(first.folder()), b = library.open_read_only(second.folder());
    CHECK(library.main().certificates().empty());
    CHECK(a.certificates().size() == 1);
    CHECK(b.certificates().size() == 3);
  }
  library.close();
}

TEST_CASE("databases are opened and closed one after the other as often as there are profiles") {
  tests::NssProfile profile;
  profile.add("root", "root", ",,");
  Library library;
  for (int i = 0; i < 100; ++i) CHECK(library.open_read_only(profile.folder()).certificates().size() == 1);
  library.close();
}

namespace {

/// Content, size, mode and times of a folder and its files.
std::string state_of(const fs::path& folder) {
  std::string state;
  std::set<fs::path> files{folder};
  for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path());
  for (const auto& file : files) {
    struct stat info{};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    state += file.string() + " " + std::to_string(info.st_ino) + " " + std::to_string(info.st_mode) + " " +
             std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + " " +
             std::to_string(info.st_size) + "\n";
    if (fs::is_regular_file(file)) state += tests::file_bytes(file);
  }
  return state;
}

}  // namespace

TEST_CASE("reading and logging in changes nothing in the folder") {
  tests::NssProfile profile("secret");
  profile.import_pkcs12("rsa2048");
  const auto before = state_of(profile.folder());
  {
    Library library(profile.folder(), Access::read_only);
    tests::log_in(library.main(), profile);
    CHECK(library.main().private_keys().size() == 1);
    CHECK(library.main().certificates().size() == 3);
    library.close();
  }
  {
    Library library;
    {
      Token token = library.open_read_only(profile.folder());
      tests::log_in(token, profile);
      CHECK(token.private_keys().size() == 1);
    }
    library.close();
  }
  CHECK(state_of(profile.folder()) == before);
}

TEST_CASE("a damaged database is an error that names NSS's own") {
  tests::NssProfile profile;
  fs::resize_file(profile.folder() / "cert9.db", 100);
  try {
    Library library(profile.folder(), Access::read_only);
    FAIL("opened");
  } catch (const Error& error) {
    CHECK(error.kind() == Kind::profile_unreadable);
    CHECK(error.nss() == "SEC_ERROR_BAD_DATABASE");
  }
  Library library;
  CHECK(kind_of([&] { library.open_read_only(profile.folder()); }) == Kind::profile_unreadable);
  library.close();
}

TEST_CASE("there is one NSS at a time, and it can be opened again after it was closed") {
  for (int i = 0; i < 3; ++i) {
    Library library;
    CHECK(kind_of([] { Library second; }) == Kind::internal);
    CHECK(kind_of([&] { library.main(); }) == Kind::internal);
    library.close();
  }
}

TEST_CASE("closing tells when something of NSS is still held") {
  tests::NssProfile profile;
  const pid_t child = ::fork();  // NSS cannot be used again in a process where that happened
  REQUIRE(child >= 0);
  if (child == 0) {
    Library library;
    const Token token = library.open_read_only(profile.folder());
    ::_exit(kind_of([&] { library.close(); }) == Kind::nss_failure ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("the library says which NSS and which softoken it is, and where softoken came from") {
  Library library;
  CHECK_FALSE(older(Library::version(), "3.87"));
  CHECK(Library::version().starts_with(Library::softoken_version()));
  const auto folder = Library::softoken_folder();
  CHECK(fs::exists(folder / "libsoftokn3.so"));
  if (const char* chosen = std::getenv("LD_LIBRARY_PATH"); chosen && *chosen) CHECK(fs::equivalent(folder, chosen));
  library.close();
}
