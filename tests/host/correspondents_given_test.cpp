// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <host/correspondents/given.hpp>
#include <host/mail/limits.hpp>

#include <optional>
#include <string>
#include <vector>

using host::correspondents::Finder;
using host::correspondents::GivenFile;
using nssbridge::Kind;

namespace {

struct Found : Finder {
  void message(std::string_view octets, bool) override { messages.emplace_back(octets); }
  void certificate(nssbridge::BytesView) override { ++certificates; }
  void der_file(std::string_view) override {}
  void fault(const nssbridge::Error& error) override { faults.push_back(error.kind()); }

  std::vector<std::string> messages;
  std::size_t certificates = 0;
  std::vector<Kind> faults;
};

Found found_in(std::string_view file, std::size_t piece = std::string_view::npos) {
  Found found;
  GivenFile given(found);
  for (; !file.empty(); file.remove_prefix(std::min(piece, file.size()))) given.add(file.substr(0, piece));
  given.end();
  return found;
}

}  // namespace

TEST_CASE("a folder is cut at its lines From, and only where one follows an empty line, in whatever pieces it comes") {
  const std::string_view folder =
      "From - Sun Nov 29 2026\r\nSubject: one\r\n\r\nFirst line.\r\nFrom here on nothing is cut.\r\n\r\n"
      "From - Sun Nov 29 2026\nSubject: two\n\nSecond.\n\nFrom - now\n\n\nFrom - now\n\nFrom - then\nlast";
  for (std::size_t piece = 1; piece <= folder.size(); ++piece) {
    CAPTURE(piece);
    const auto found = found_in(folder, piece);
    REQUIRE(found.messages.size() == 5);
    CHECK(found.messages[0] == "Subject: one\r\n\r\nFirst line.\r\nFrom here on nothing is cut.\r\n\r\n");
    CHECK(found.messages[1] == "Subject: two\n\nSecond.\n\n");
    CHECK(found.messages[2] == "\n\n");
    CHECK(found.messages[3] == "\n");
    CHECK(found.messages[4] == "last");
    CHECK(found.certificates == 0);
  }
  for (const std::string_view empty : {"From - now\n", "From - now", "From "}) CHECK(found_in(empty).messages == std::vector<std::string>{""});
}

TEST_CASE("a message that is too large costs the others of its folder nothing") {
  std::string folder = "From - one\nSubject: one\n\nFrom - two\n";
  folder.append(host::mail::largest_message + 1, 'x');
  folder += "\n\nFrom within\nno line\nFrom here.\n\nFrom - three\nSubject: three\n";
  for (const std::size_t piece : {std::size_t{4096}, std::size_t{1} << 20, folder.size()}) {
    CAPTURE(piece);
    const auto found = found_in(folder, piece);
    CHECK(found.messages == std::vector<std::string>{"Subject: one\n\n", "no line\nFrom here.\n\n", "Subject: three\n"});
    CHECK(found.faults == std::vector{Kind::too_large});
  }
  CHECK(found_in(folder.substr(0, folder.find("\n\nFrom within")), 65536).faults == std::vector{Kind::too_large});
  const auto alone = found_in(std::string(host::mail::largest_message + 1, 'x'), 65536);
  CHECK(alone.messages.empty());
  CHECK(alone.faults == std::vector{Kind::too_large});
}

TEST_CASE("what has a field of mail in its header is one message") {
  for (const std::string_view message : {"From: bob@example.test\r\n\r\ntext", "\xEF\xBB\xBFSubject: x\n\n", "\r\nContent-Type: text/plain\n\n-----BEGIN CERTIFICATE-----\n"}) {
    CAPTURE(message);
    const auto found = found_in(message, 3);
    CHECK(found.messages.size() == 1);
    CHECK(found.certificates == 0);
    CHECK(found.faults.empty());
  }
  for (const std::string_view folder : {"\xEF\xBB\xBF" "From - now\nSubject: x\n", "\r\n\n From - now\nSubject: x\n"})
    CHECK(found_in(folder, 1).messages == std::vector<std::string>{"Subject: x\n"});
}

TEST_CASE("what is nothing of all that is refused") {
  for (const std::string_view file : {"", "\n \r\n", "-----\n", "Fro", "text", "Dear Bob:\n\nhello", "AQID", "\x30"}) {
    CAPTURE(file);
    const auto found = found_in(file, 2);
    CHECK(found.messages.empty());
    CHECK(found.certificates == 0);
    CHECK(found.faults == std::vector{Kind::bad_file});
  }
}

TEST_CASE("certificates are found behind words, and without armour") {
  // What is inside is not decoded here.
  const std::string content = "\x30\x81\x80\x04\x7E" + std::string(0x7E, 'x') + "\x30" + std::string(1, '\0') + "\x03\x01" + std::string(1, '\0');
  const auto der = "\x30\x81" + std::string(1, static_cast<char>(content.size())) + content;
  const auto base64 = nssbridge::to_base64({reinterpret_cast<const std::uint8_t*>(der.data()), der.size()});
  const auto armoured = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  for (const auto& file : {der, armoured, "\n" + armoured, "Certificate:\n    Data:\n        Version: 3 (0x2)\n" + armoured, "subject=CN = Bob\nissuer=CN = Issuer\n\n" + armoured,
                           "\n" + base64.substr(0, 64) + "\r\n" + base64.substr(64) + "\n", "\r\nBEGIN:VCARD\nKEY;ENCODING=b:" + base64 + "\nEND:VCARD\n"}) {
    CAPTURE(file.substr(0, 30));
    const auto found = found_in(file, 7);
    CHECK(found.certificates == 1);
    CHECK(found.messages.empty());
    CHECK(found.faults.empty());
  }
}

TEST_CASE("a card has what stands under KEY, if certificates are in it") {
  for (const std::string_view card : {"BEGIN:VCARD\nKEY:https://example.test/key\nEND:VCARD", "begin:vcard\nKEY;ENCODING=b:!!!\nEND:VCARD",
                                      "BEGIN:VCARD\nKEY;ENCODING=b:mDMEZQ==\nEND:VCARD", "BEGIN:VCARD\nMONKEY;ENCODING=b:MIIB\nKEY\nEND:VCARD", "BEGIN:VCARD"}) {
    CAPTURE(card);
    const auto found = found_in(card);
    CHECK(found.messages.empty());
    CHECK(found.certificates == 0);
    CHECK(found.faults.empty());
  }
}

TEST_CASE("a damaged file of certificates is refused, and one with keys is too") {
  for (const std::string_view file : {"0\x03\x02\x01", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                                      "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"}) {
    CAPTURE(file);
    CHECK(found_in(file).faults == std::vector{Kind::bad_file});
  }
}
