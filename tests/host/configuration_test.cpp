// SPDX-License-Identifier: MPL-2.0
#include <host/front/configuration.hpp>
#include <support/kind_of.hpp>
#include <support/trusted_folder.hpp>

#include <doctest/doctest.h>

#include <cstdlib>

namespace fs = std::filesystem;
using host::front::configuration_files;
using host::front::read_configuration;
using nssbridge::Kind;
using tests::kind_of;
using tests::TrustedFolder;
using tests::write_file;

namespace {

constexpr const char* certificate_text =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBNDCB26ADAgECAghIRLmoYbUcLjAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANPbmUwHhcNMjAw\n"
    "MTAxMDAwMDAwWhcNNDUwMTAxMDAwMDAwWjAOMQwwCgYDVQQDDANPbmUwWTATBgcqhkjOPQIBBggq\n"
    "hkjOPQMBBwNCAATS+PqeMrRFodvOQF3YgEPqLoMRgvzUpWYTM+wXb8SNMDq+ij3p/QD6nzMbgzrx\n"
    "qKqdcUEc4+nG1yMTEVqQvPgCoyMwITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAK\n"
    "BggqhkjOPQQDAgNIADBFAiEArr4aJeFC0lzt+xGRiCo6nvZEoE0Z3dknHu9V0dyqkC0CIA+eHyvT\n"
    "aId4qwkNVtelQKxKRt1BlK4kivA+a53r/VpE\n"
    "-----END CERTIFICATE-----\n";
constexpr const char* certificate_fingerprint = "6abd81d384dc18d053c5690fcdc5c36454932fab0cb998629d3b129cbcf06ad5";
constexpr const char* other_certificate_text =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBNTCB26ADAgECAgh/ederkzlMITAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANUd28wHhcNMjAw\n"
    "MTAxMDAwMDAwWhcNNDUwMTAxMDAwMDAwWjAOMQwwCgYDVQQDDANUd28wWTATBgcqhkjOPQIBBggq\n"
    "hkjOPQMBBwNCAATdO3GXH404BuULV05nBw3hZDpwsqCvHl0dzQTNewVTxWgSjARtjKBCPS3oXctu\n"
    "0WXEa1LeCsCx87+gtf5z/AwMoyMwITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAK\n"
    "BggqhkjOPQQDAgNJADBGAiEA0ablTmPqf6hVz5E9AFY5Yeo6uMG6YeTSmnFZmYtPRwkCIQCeDepo\n"
    "cNFoYLjqrwlXImRC9uGRC1xyXBri69BO1+WMkA==\n"
    "-----END CERTIFICATE-----\n";

host::front::Configuration read(const fs::path& administrator, const fs::path& person = {}) {
  return read_configuration({administrator, person}, ::geteuid());
}

}  // namespace

TEST_CASE("the person's configuration adds to the administrator's") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  write_file(folder.path() / "1",
             R"({"pinentry":"/usr/bin/a","nssFolders":["/srv/a"],"allowedExtensions":["x@y"]})");
  write_file(folder.path() / "2", R"({"pinentry":"/usr/bin/b","nssFolders":["/srv/b"]})");
  const auto configuration = read(folder.path() / "1", folder.path() / "2");
  CHECK(configuration.pinentry == "/usr/bin/b");
  CHECK(configuration.nss_folders == std::vector<fs::path>{"/srv/a", "/srv/b"});
  CHECK(configuration.allowed_extensions == std::vector<std::string>{"x@y"});
  CHECK(read(folder.path() / "missing", folder.path() / "missing").nss_folders.empty());
}

TEST_CASE("a configuration that cannot be meant is refused, never half used") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  for (const char* text :
       {"", "{", "[]", R"({"nssFolders":"/srv"})", R"({"nssFolders":["relative"]})", R"({"pinentry":7})",
        R"({"allowedExtensions":[1]})", R"({"pinentry":"a","pinentry":"b"})"}) {
    CAPTURE(text);
    write_file(folder.path() / "certferry.json", text);
    CHECK(kind_of([&] { read(folder.path() / "certferry.json"); }) == Kind::bad_file);
  }
}

TEST_CASE("a configuration that others can change is refused") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path file = folder.path() / "certferry.json";
  write_file(file, "{}", 0646);
  CHECK(kind_of([&] { read(file); }) == Kind::permission_denied);
  write_file(file, "{}", 0664);
  CHECK(kind_of([&] { read(file); }) == Kind::permission_denied);
  if (::geteuid() == 0) {
    write_file(file, "{}", 0644);
    REQUIRE(::chown(file.c_str(), 1234, 1234) == 0);
    CHECK(kind_of([&] { read(file); }) == Kind::permission_denied);
    CHECK_FALSE(kind_of([&] { read_configuration({file, {}}, 1234); }));
  } else {
    MESSAGE("skipped, needs root: a configuration of another owner");
  }
}

TEST_CASE("a pipe, a folder or a giant in place of the configuration is refused at once") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(kind_of([&] { read(folder.path() / "pipe"); }) == Kind::bad_file);
  CHECK(kind_of([&] { read(folder.path()); }) == Kind::bad_file);
  write_file(folder.path() / "giant", std::string(1024UL * 1024 + 1, ' '));
  CHECK(kind_of([&] { read(folder.path() / "giant"); }) == Kind::bad_file);
}

TEST_CASE("roots that the administrator trusts are known by the certificates in the files") {
  const TrustedFolder folder;
  REQUIRE_FALSE(folder.path().empty());
  const fs::path administrator = folder.path() / "etc/certferry.json", person = folder.path() / "home/certferry.json";
  const fs::path roots = folder.path() / "etc/roots.pem", one = folder.path() / "etc/one.pem";
  const auto list = [](const fs::path& file) { return R"({"trustedRoots":[")" + file.string() + "\"]}"; };
  write_file(administrator, list(roots));
  if (::geteuid() != 0) {
    write_file(one, certificate_text);
    CHECK(kind_of([&] { read(administrator); }) == Kind::permission_denied);
    return;
  }
  write_file(roots, "Ours\n" + std::string(certificate_text) + other_certificate_text);
  const auto found = read(administrator).trusted_roots;
  REQUIRE(found.size() == 2);
  CHECK(found.contains(*nssbridge::Fingerprint::parse(certificate_fingerprint)));

  SUBCASE("not where others can change a file or a folder above, whoever reads it") {
    const auto refused = [&] { return kind_of([&] { read_configuration({administrator, {}}, 1234); }) == Kind::permission_denied; };
    for (const fs::path& file : {roots, administrator, folder.path() / "etc"}) {
      CAPTURE(file);
      const auto mode = fs::status(file).permissions();
      REQUIRE_FALSE(refused());
      fs::permissions(file, fs::perms::group_write, fs::perm_options::add);
      CHECK(refused());
      fs::permissions(file, mode);
      REQUIRE(::chown(file.c_str(), 1234, 1234) == 0);
      CHECK(refused());
      REQUIRE(::chown(file.c_str(), 0, 0) == 0);
    }
  }
  SUBCASE("a link counts as what it leads to") {
    fs::create_symlink(roots, folder.path() / "etc/link.pem");
    write_file(administrator, list(folder.path() / "etc/link.pem"));
    CHECK(read(administrator).trusted_roots == found);
    fs::permissions(roots, fs::perms::others_write, fs::perm_options::add);
    CHECK(kind_of([&] { read(administrator); }) == Kind::permission_denied);
  }
  SUBCASE("not from the person") {
    write_file(person, list(roots));
    CHECK(kind_of([&] { read({}, person); }) == Kind::bad_file);
    CHECK(kind_of([&] { read(administrator, person); }) == Kind::bad_file);
  }
  SUBCASE("anything but certificates is refused") {
    for (const std::string& content : {std::string(), std::string("nothing"), std::string(certificate_text, 60),
                                       certificate_text + std::string("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")}) {
      CAPTURE(content);
      write_file(roots, content);
      CHECK(kind_of([&] { read(administrator); }) == Kind::bad_file);
    }
    fs::remove(roots);
    CHECK(kind_of([&] { read(administrator); }) == Kind::bad_file);
    write_file(administrator, R"({"trustedRoots":["roots.pem"]})");
    CHECK(kind_of([&] { read(administrator); }) == Kind::bad_file);
  }
}

TEST_CASE("the person's file is found by XDG_CONFIG_HOME if that is absolute, else below HOME") {
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  ::setenv("HOME", "/home/alice", 1);
  ::setenv("XDG_CONFIG_HOME", "/conf", 1);
  CHECK(configuration_files().administrator == "/etc/certferry/certferry.json");
  CHECK(configuration_files().person == "/conf/certferry/certferry.json");
  ::setenv("XDG_CONFIG_HOME", "conf", 1);
  CHECK(configuration_files().person == "/home/alice/.config/certferry/certferry.json");
  ::unsetenv("XDG_CONFIG_HOME");
  CHECK(configuration_files().person == "/home/alice/.config/certferry/certferry.json");
  ::setenv("HOME", home.c_str(), 1);
}
