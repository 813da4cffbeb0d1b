// SPDX-License-Identifier: MPL-2.0
#include <host/selection/pending.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <random>

using namespace host::selection;
namespace fs = std::filesystem;

namespace {

Pending some_pending(const std::string& identity) {
  Pending pending;
  pending.identity = identity;
  pending.email = "alice@example.test";
  pending.wanted.signing.emplace(Stored{"Alice", "AAAA"});
  pending.wanted.encryption.emplace(std::nullopt);
  pending.wanted.sign_by_default = true;
  pending.before.id = identity;
  pending.since = "2026-11-24T10:00:00Z";
  pending.signing_fingerprint = std::string(64, 'a');
  return pending;
}

}  // namespace

TEST_CASE("a pending selection is kept with mode 0600 and read back whole") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto all = read_pending(profile.path());
  REQUIRE(all.size() == 1);
  CHECK(all[0].identity == "id1");
  CHECK(all[0].wanted.signing == std::optional(std::optional(Stored{"Alice", "AAAA"})));
  REQUIRE(all[0].wanted.encryption.has_value());
  CHECK_FALSE(all[0].wanted.encryption->has_value());
  CHECK(all[0].wanted.sign_by_default == true);
  CHECK_FALSE(all[0].wanted.encrypt_by_default.has_value());
  CHECK(all[0].signing_fingerprint == std::string(64, 'a'));
  struct stat info {};
  REQUIRE(::stat((profile.path() / "certferry/pending/id1.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(remove_pending(profile.path(), "id1"));
  CHECK_FALSE(remove_pending(profile.path(), "id1"));
  CHECK(read_pending(profile.path()).empty());
}

TEST_CASE("damaged and foreign files among the pending ones are left out") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto folder = profile.path() / "certferry/pending";
  tests::write_file(folder / "id2.json", "{");
  tests::write_file(folder / "id3.json", "{\"version\": 1}");
  tests::write_file(folder / "id4.json", tests::read_bytes(folder / "id1.json"));
  tests::write_file(folder / "id5.json", "[1,2]");
  CHECK(read_pending(profile.path()).size() == 1);
}

TEST_CASE("a record with a number that no preference holds is left out") {
  const tests::TemporaryFolder profile;
  auto pending = some_pending("id1");
  pending.wanted.technology = 7;
  write_pending(profile.path(), pending);
  const auto file = profile.path() / "certferry/pending/id1.json";
  const auto whole = tests::read_bytes(file);
  const std::string member = "\"technology\": 7";
  const auto at = whole.find(member);
  REQUIRE(at != std::string::npos);
  for (const char* number :
       {"1e300", "1.5", "2147483648", "-2147483649", "18446744073709551615", "1.0", "true"}) {
    CAPTURE(number);
    tests::write_file(file,
                      whole.substr(0, at) + "\"technology\": " + number + whole.substr(at + member.size()));
    CHECK(read_pending(profile.path()).empty());
  }
  tests::write_file(file, whole);
  CHECK(read_pending(profile.path()).size() == 1);
}

TEST_CASE("an identity key that is no plain word names a file of its own and no other folder") {
  const tests::TemporaryFolder profile;
  const std::string keys[] = {"id1", "../../id1", "..", "a/b", "a%2Fb", std::string("a\0b", 3), "\xFF", "a b"};
  for (const auto& key : keys) write_pending(profile.path(), some_pending(key));
  CHECK(std::filesystem::exists(profile.path() / "certferry/pending/%2E%2E%2F%2E%2E%2Fid1.json"));
  CHECK(read_pending(profile.path()).size() == std::size(keys));
  for (const auto& key : keys) {
    CAPTURE(key);
    const auto waits = [&] { return as_it_will_stand(profile.path(), some_pending(key).before).signing.has_value(); };
    CHECK(waits());
    CHECK(remove_pending(profile.path(), key));
    CHECK_FALSE(waits());
  }
  CHECK(std::filesystem::is_empty(profile.path() / "certferry/pending"));
}

TEST_CASE("nothing is kept for an identity key that makes no file name") {
  const tests::TemporaryFolder profile;
  for (const auto& key : {std::string(), std::string(201, 'k'), std::string(67, '.')}) {
    CHECK_FALSE(can_be_kept(key));
    CHECK(tests::kind_of([&] { write_pending(profile.path(), some_pending(key)); }) == nssbridge::Kind::identity_not_found);
    CHECK_FALSE(remove_pending(profile.path(), key));
    CHECK_FALSE(read_undo(profile.path(), key).has_value());
  }
  CHECK(can_be_kept(std::string(200, 'k')));
}

TEST_CASE("what stood in an identity can be read back for undoing") {
  const tests::TemporaryFolder profile;
  Identity before;
  before.id = "id1";
  before.email = "alice@example.test";
  before.signing = Stored{"Old", "BBBB"};
  before.sign_by_default = true;
  before.own = OwnSwitches{std::nullopt, 1, std::nullopt};
  write_undo(profile.path(), before);
  const auto read = read_undo(profile.path(), "id1");
  REQUIRE(read.has_value());
  CHECK(read->signing == before.signing);
  CHECK_FALSE(read->encryption.has_value());
  CHECK(read->sign_by_default);
  REQUIRE(read->own.has_value());
  CHECK_FALSE(read->own->sign_mail.has_value());
  CHECK(read->own->encryption_policy == 1);
  CHECK_FALSE(read_undo(profile.path(), "id2").has_value());
}

TEST_CASE("text that is no UTF-8 or that bites is read back the same") {
  for (const std::string name : {"\xFF\xFE", "a\"}],\n\x1B", "\xE2\x80\xAE\xED\xA0\x80", "Алиса 🔑", ""}) {
    const tests::TemporaryFolder profile;
    auto pending = some_pending("id1");
    pending.before.signing = Stored{name, "AAAA"};
    pending.before.name = name;
    pending.wanted.signing.emplace(Stored{name, name});
    write_pending(profile.path(), pending);
    const auto all = read_pending(profile.path());
    REQUIRE(all.size() == 1);
    CHECK(all[0].before.signing == pending.before.signing);
    CHECK(all[0].before.name == name);
    CHECK(all[0].wanted.signing == pending.wanted.signing);
  }
}

TEST_CASE("a second selection for an identity replaces the first, others stay") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  write_pending(profile.path(), some_pending("id2"));
  auto changed = some_pending("id1");
  changed.wanted.sign_by_default = false;
  write_pending(profile.path(), changed);
  const auto all = read_pending(profile.path());
  REQUIRE(all.size() == 2);
  CHECK(all[0].wanted.sign_by_default == false);
  CHECK(all[1].wanted.sign_by_default == true);
}

TEST_CASE("special files, links, huge and half-written files among the pending ones are left out") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto folder = profile.path() / "certferry/pending";
  REQUIRE(::mkfifo((folder / "id2.json").c_str(), 0600) == 0);
  fs::create_symlink("id1.json", folder / "id3.json");
  fs::create_directory(folder / "id4.json");
  tests::write_file(folder / "id5.json", std::string(2U << 20, '['));
  tests::write_file(folder / "id6.json.new", tests::read_bytes(folder / "id1.json"));
  const auto whole = tests::read_bytes(folder / "id1.json");
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
    tests::write_file(folder / "id1.json", whole.substr(0, length));
    REQUIRE(read_pending(profile.path()).size() == (length + 2 > whole.size() ? 1 : 0));
  }
}

TEST_CASE("nothing is kept through a link in the place of our folders") {
  const tests::TemporaryFolder profile, elsewhere;
  fs::create_directory(profile.path() / "certferry");
  ::chmod((profile.path() / "certferry").c_str(), 0700);
  fs::create_directory_symlink(elsewhere.path(), profile.path() / "certferry/pending");
  CHECK(tests::kind_of([&] { write_pending(profile.path(), some_pending("id1")); }) ==
        nssbridge::Kind::io_failure);
  CHECK(fs::is_empty(elsewhere.path()));
}

TEST_CASE("damaged records never trip their reader") {
  const tests::TemporaryFolder profile;
  write_pending(profile.path(), some_pending("id1"));
  const auto file = profile.path() / "certferry/pending/id1.json";
  const auto whole = tests::read_bytes(file);
  std::mt19937 random(3);
  const std::string alphabet = "{}[]\",:0n \\\xFF";
  for (int i = 0; i < 2000; ++i) {
    auto damaged = whole;
    for (int edits = 0; edits < 3; ++edits)
      damaged[random() % damaged.size()] = alphabet[random() % alphabet.size()];
    tests::write_file(file, damaged);
    REQUIRE(read_pending(profile.path()).size() <= 1);
  }
}
