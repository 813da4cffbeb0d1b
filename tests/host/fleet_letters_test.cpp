// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/calendar.hpp>
#include <host/fleet/letters.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <sstream>

using namespace host::fleet;

namespace {

const nssbridge::Time today = nssbridge::from_rfc3339("2026-11-30T04:00:00Z").value();

Forecast losing(const std::string& address, const std::string& host = "desk") {
  Forecast forecast;
  forecast.address = address;
  forecast.signing = {{.until = "2027-03-05T12:00:00Z", .week = "2027-W09", .hosts = {host}}};
  return forecast;
}

/// Content lines of a calendar, put together again.
std::vector<std::string> unfolded(const std::string& calendar) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < calendar.size();) {
    const auto end = calendar.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 75);
    const std::string line = calendar.substr(at, end - at);
    CHECK(nssbridge::to_valid_utf8(line) == line);  // no character is divided
    if (line.starts_with(" "))
      lines.back() += line.substr(1);
    else
      lines.push_back(line);
    at = end + 2;
  }
  return lines;
}

std::string value_of(const std::vector<std::string>& lines, const std::string& name) {
  const auto found = std::ranges::find_if(lines, [&](const auto& line) { return line.starts_with(name + ":"); });
  return found == lines.end() ? std::string() : found->substr(name.size() + 1);
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

}  // namespace

TEST_CASE("a letter says in English or German what ends, when and where, and what to do") {
  Forecast both = losing("alice@example.org");
  both.encryption = {{.until = "2027-03-01T12:00:00Z", .week = "2027-W09", .hosts = {"desk", "lap"}}};
  const std::string english = letter(both, Language::english), german = letter(both, Language::german);
  CHECK(english.starts_with("To: alice@example.org\nSubject: Your e-mail certificates end, the first on 2027-03-01\nMIME-Version: 1.0\n"));
  CHECK(english.find("\nFrom 5 March 2027 on (week 2027-W09) the signatures of your mail are not accepted any more.\nThat is so on: desk\n") != std::string::npos);
  CHECK(english.find("\nFrom 1 March 2027 on (week 2027-W09) nobody can encrypt mail to you any more.\nThat is so on: desk, lap\n") != std::string::npos);
  CHECK(german.find("Subject: Ihre E-Mail-Zertifikate enden, das erste am 2027-03-01\n") != std::string::npos);
  CHECK(german.find("Ab dem 5. März 2027 (Woche 2027-W09) werden die Unterschriften Ihrer Mail nicht mehr anerkannt.") != std::string::npos);
  CHECK(letter(losing("alice@example.org"), Language::english).find("encrypt mail to you") == std::string::npos);
  CHECK(language_from("de") == Language::german);
  CHECK_FALSE(language_from("fr"));
}

TEST_CASE("each end stands in the letter and in the calendar with its own hosts, and a thousand made-up ones fill neither") {
  Forecast two = losing("alice@example.org");
  two.signing.push_back({.until = "2027-04-09T12:00:00Z", .week = "2027-W14", .hosts = {"lap"}});
  const std::string text = letter(two, Language::english);
  CHECK(text.find("From 5 March 2027 on (week 2027-W09) the signatures of your mail are not accepted any more.\nThat is so on: desk\n\n"
                  "From 9 April 2027 on (week 2027-W14) the signatures of your mail are not accepted any more.\nThat is so on: lap\n\n") != std::string::npos);
  const auto lines = unfolded(renewal_calendar(two, Language::english, today));
  CHECK(std::ranges::count(lines, "BEGIN:VEVENT") == 2);
  CHECK(std::ranges::count(lines, "DTSTART;VALUE=DATE:20270219") == 1);
  CHECK(std::ranges::count(lines, "DTSTART;VALUE=DATE:20270326") == 1);
  CHECK(value_of(lines, "DESCRIPTION").find("lap") == std::string::npos);
  for (int day = 1; day <= 1000; ++day)
    two.signing.push_back({.until = nssbridge::to_rfc3339(today + 200 * seconds_a_day + day), .week = "2027-W24", .hosts = {"liar"}});
  CHECK(letter(two, Language::english).find("There are 992 more such days") != std::string::npos);
  CHECK(letter(two, Language::english).size() < 5'000);
  CHECK(renewal_calendar(two, Language::english, today).size() < 20'000);
}

TEST_CASE("no line of a message is longer than messages may have, however many hosts there are") {
  Forecast many = losing("alice@example.org");
  many.signing[0].hosts.assign(500, std::string(253, 'h'));
  std::istringstream lines(letter(many, Language::german));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 998);
}

TEST_CASE("a calendar has one day to renew, two weeks before the end, in lines of at most 75 octets") {
  const auto lines = unfolded(renewal_calendar(losing("alice@example.org"), Language::german, today));
  CHECK(lines.front() == "BEGIN:VCALENDAR");
  CHECK(lines.back() == "END:VCALENDAR");
  CHECK(value_of(lines, "DTSTART;VALUE=DATE") == "20270219");
  CHECK(value_of(lines, "DTEND;VALUE=DATE") == "20270220");
  CHECK(value_of(lines, "DTSTAMP") == "20261130T040000Z");
  CHECK(value_of(lines, "SUMMARY") == "E-Mail-Zertifikat von alice@example.org erneuern");
  CHECK(value_of(lines, "DESCRIPTION").find("\\n\\nBitte beantragen Sie") != std::string::npos);
  CHECK(value_of(lines, "DESCRIPTION").find("dort\\, wo") != std::string::npos);
}

TEST_CASE("an end that is near is renewed today, and a calendar's UID stays for the same end and changes with another") {
  const nssbridge::Time later = nssbridge::from_rfc3339("2027-03-01T00:00:00Z").value();
  const auto first = unfolded(renewal_calendar(losing("alice@example.org"), Language::english, today));
  const auto second = unfolded(renewal_calendar(losing("alice@example.org", "lap"), Language::german, later));
  CHECK(value_of(second, "DTSTART;VALUE=DATE") == "20270301");
  CHECK(value_of(first, "UID") == value_of(second, "UID"));
  CHECK(value_of(first, "UID").ends_with("@certferry"));
  CHECK(value_of(unfolded(renewal_calendar(losing("bob@example.org"), Language::english, today)), "UID") != value_of(first, "UID"));
  Forecast other = losing("alice@example.org");
  other.signing[0].until = "2027-03-06T12:00:00Z";
  CHECK(value_of(unfolded(renewal_calendar(other, Language::english, today)), "UID") != value_of(first, "UID"));
}

TEST_CASE("what stands in a calendar's text cannot become a line or a property of it") {
  const auto lines = unfolded(renewal_calendar(losing("a\\b;c,d\nEND:VCALENDAR"), Language::english, today));
  CHECK(value_of(lines, "SUMMARY") == "Renew the e-mail certificate of a\\\\b\\;c\\,d\\nEND:VCALENDAR");
  CHECK(std::ranges::count(lines, "END:VCALENDAR") == 1);
}

TEST_CASE("letters go to addresses, and to nothing that could be more") {
  for (const char* good : {"alice@example.org", "a.b+c@x.test", "j\xC3\xBCrgen@m\xC3\xBCller.test"}) CHECK(is_postal(good));
  for (const char* bad : {"", "alice", "@x", "a@", "a@b@c", "a b@c", "a@b,c@d", "a@b\nBcc: c@d", "<a@b>", "\"a\"@b", "a\xE2\x80\xAE@b", "0123@redacted.invalid"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_postal(bad));
  }
}

TEST_CASE("a letter and a calendar a person, readable by the owner alone, and nothing is overwritten") {
  const tests::TemporaryFolder place;
  const auto folder = place.path() / "letters";
  const std::vector<Forecast> people{losing("alice@example.org"), losing("../../etc/x@y"), losing("no address")};
  const auto written = write_letters(people, folder, Language::english, today);
  CHECK(written.written == 2);
  CHECK(written.without_address == 1);
  const auto names = names_in(folder);
  CHECK(names.size() == 4);
  CHECK(names.begin()->starts_with("alice-example-org-"));
  CHECK(names.rbegin()->starts_with("etc-x-y-"));
  struct stat status {};
  for (const auto& name : names) {
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  REQUIRE(::stat(folder.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
  tests::write_file(folder / *names.begin(), "mine");
  CHECK(write_letters(people, folder, Language::english, today).there_already == 2);
  CHECK(tests::read_bytes(folder / *names.begin()) == "mine");
  CHECK(names_in(folder) == names);
  CHECK(write_letters(people, folder, Language::german, today).written == 2);
  CHECK(names_in(folder).size() == 8);
}
