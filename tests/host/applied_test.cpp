// SPDX-License-Identifier: MPL-2.0
#include <host/selection/applied.hpp>
#include <host/selection/pending.hpp>
#include <host/selection/pending_stamp.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

using namespace host::selection;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

const char* prefs_of_alice = R"(
user_pref("mail.identity.id1.useremail", "alice@example.test");
user_pref("mail.identity.id2.useremail", "work@example.test");
)";
const char* what_is_wanted = R"(
user_pref("mail.identity.id1.signing_cert_name", "Alice");
user_pref("mail.identity.id1.signing_cert_dbkey", "AAAA");
)";

Pending pending_for(const std::string& identity) {
  Pending pending;
  pending.identity = pending.before.id = identity;
  pending.email = "alice@example.test";
  pending.wanted.signing.emplace(Stored{"Alice", "AAAA"});
  pending.since = "2026-11-24T10:00:00Z";
  pending.signing_fingerprint = std::string(64, 'a');
  return pending;
}

/// A profile in which a selection waits for id1.
class Waiting {
 public:
  Waiting() {
    write_prefs("");
    write_pending(path(), pending_for("id1"));
  }
  const fs::path& path() const { return m_folder.path(); }
  void write_prefs(const std::string& more) const {
    tests::write_file(path() / "prefs.js", prefs_of_alice + more);
  }
  std::optional<Kind> applied(const std::string& identity, bool said_by_application) const {
    host::profiles::Profile profile;
    profile.path = path();
    return tests::kind_of([&] { take_as_applied(profile, identity, said_by_application); });
  }
  std::size_t waiting() const { return read_pending(path()).size(); }
  std::string stamp() const { return pending_stamp(path() / "certferry/pending"); }

 private:
  tests::TemporaryFolder m_folder;
};

}  // namespace

TEST_CASE("the application itself is believed that it has set what waited") {
  const Waiting profile;
  CHECK_FALSE(profile.applied("id1", true));
  CHECK(profile.waiting() == 0);
}

TEST_CASE("anybody else is believed only where it stands in prefs.js") {
  const Waiting profile;
  CHECK(profile.applied("id1", false) == Kind::invalid_request);
  profile.write_prefs(R"(user_pref("mail.identity.id1.signing_cert_name", "Alice");)");
  CHECK(profile.applied("id1", false) == Kind::invalid_request);
  CHECK(profile.waiting() == 1);
  profile.write_prefs(what_is_wanted);
  CHECK_FALSE(profile.applied("alice@example.test", false));
  CHECK(profile.waiting() == 0);
}

TEST_CASE("an identity for which nothing waits, and one that is not there, are told apart") {
  const Waiting profile;
  CHECK(profile.applied("id2", true) == Kind::invalid_request);
  CHECK(profile.applied("work@example.test", true) == Kind::invalid_request);
  CHECK(profile.applied("id3", true) == Kind::identity_not_found);
  CHECK(profile.applied("../id1", true) == Kind::identity_not_found);
  CHECK(profile.waiting() == 1);
  CHECK_FALSE(profile.applied("id1", true));
  CHECK(profile.applied("id1", true) == Kind::invalid_request);
}

TEST_CASE("what waits for an identity that was deleted meanwhile is taken away by its key") {
  const Waiting profile;
  write_pending(profile.path(), pending_for("id7"));
  CHECK(profile.applied("id7", false) == Kind::invalid_request);
  CHECK_FALSE(profile.applied("id7", true));
  CHECK(profile.waiting() == 1);
}

TEST_CASE("what waits can be undone only once it was set") {
  const Waiting profile;
  CHECK_FALSE(read_undo(profile.path(), "id1").has_value());
  CHECK_FALSE(profile.applied("id1", true));
  const auto before = read_undo(profile.path(), "id1");
  REQUIRE(before.has_value());
  CHECK(before->signing == pending_for("id1").before.signing);
}

TEST_CASE("what was told of an older selection goes with the one that was set") {
  const Waiting profile;
  write_dropped(profile.path(), {"id1", "the identity is gone", "2026-11-24T10:00:00Z"});
  CHECK_FALSE(profile.applied("id1", true));
  CHECK(read_dropped(profile.path()).empty());
}

TEST_CASE(
    "the stamp of what waits changes with each selection that comes, changes or goes, and not without") {
  const Waiting profile;
  const auto first = profile.stamp();
  CHECK_FALSE(first.empty());
  CHECK(profile.stamp() == first);
  write_undo(profile.path(), pending_for("id1").before);
  CHECK(profile.stamp() == first);
  write_pending(profile.path(), pending_for("id1"));
  const auto second = profile.stamp();
  CHECK(second != first);
  write_pending(profile.path(), pending_for("id2"));
  const auto third = profile.stamp();
  CHECK(third != second);
  CHECK(remove_pending(profile.path(), "id2"));
  CHECK(profile.stamp() == second);
  CHECK(remove_pending(profile.path(), "id1"));
  CHECK(profile.stamp().empty());
}

TEST_CASE("the stamp follows no link, opens no file and is plain text") {
  const tests::TemporaryFolder folder, elsewhere;
  tests::write_file(elsewhere.path() / "id1.json", "x");
  fs::create_directory_symlink(elsewhere.path(), folder.path() / "pending");
  CHECK(pending_stamp(folder.path() / "pending").empty());
  CHECK(pending_stamp(folder.path() / "absent").empty());
  REQUIRE(::mkfifo((elsewhere.path() / "id2.json").c_str(), 0600) == 0);
  tests::write_file(elsewhere.path() / "\xFF.json", "x");
  tests::write_file(elsewhere.path() / "id1.json.new", "x");
  const auto stamp = pending_stamp(elsewhere.path());
  CHECK(std::ranges::count(stamp, '\n') == 2);
  CHECK(std::ranges::all_of(stamp, [](unsigned char c) { return c < 0x7F; }));
}
