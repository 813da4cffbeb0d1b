// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <host/mail/entity.hpp>
#include <host/mail/mbox.hpp>
#include <host/mail/smime_part.hpp>
#include <nssbridge/error.hpp>

#include <string>

using namespace host::mail;
using std::string_literals::operator""s;

namespace {

std::string multipart(const std::string& type, const std::string& body) {
  return "Content-Type: " + type + "; boundary=\"b\"\r\n\r\n" + body;
}

const std::string signature = "Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n";
const std::string protocol = "multipart/signed; protocol=\"application/pkcs7-signature\"";

}  // namespace

TEST_CASE("an entity is a header, an empty line and a body") {
  CHECK(entity_of("A: b\r\n\r\nbody\r\n").body == "body\r\n");
  CHECK(entity_of("A: b\n\nbody").body == "body");
  CHECK(entity_of("A: b").body.empty());
  CHECK(entity_of("\r\nbody").body == "body");
}

TEST_CASE("a content type is compared in small letters, its boundary as it stands") {
  const auto type = content_type_of(entity_of("content-TYPE: Multipart/Signed;\r\n Boundary=\"a B\"; protocol=Application/PKCS7-signature\r\n\r\n"));
  CHECK(type.type == "multipart/signed");
  CHECK(type.boundary == "a B");
  CHECK(type.protocol == "application/pkcs7-signature");
  CHECK(content_type_of(entity_of("Subject: none\r\n\r\n")).type == "text/plain");
}

TEST_CASE("the line end before a delimiter belongs to the delimiter") {
  const std::string message = multipart("multipart/mixed", "preamble\r\n--b\r\none\r\n\r\n--b  \r\ntwo\r\n--b--\r\nepilogue\r\n");
  const auto entity = entity_of(message);
  const auto parts = parts_of(entity, "b");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0] == "one\r\n");
  CHECK(parts[1] == "two");
}

TEST_CASE("a line that only begins like a delimiter is text, and a part that nobody ended ends with the text") {
  const std::string message = multipart("multipart/mixed", "--b\r\none\r\n--bc\r\n--b\r\ntwo\r\n");
  const auto entity = entity_of(message);
  const auto parts = parts_of(entity, "b");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0] == "one\r\n--bc");
  CHECK(parts[1] == "two\r\n");
  CHECK(parts_of(entity_of("\r\n--b\r\none\r\n--b\r\n"), "b").size() == 1);
  CHECK(parts_of(entity, "").empty());
}

TEST_CASE("signatures are made over CR LF") {
  CHECK(canonical("a\nb\r\nc\n\n") == "a\r\nb\r\nc\r\n\r\n");
}

TEST_CASE("a signature stands beside what it covers, octet by octet") {
  const std::string content = "Content-Type:   text/plain\r\nX-Odd : 1\r\n\r\ntrailing space \r\n=20\r\n";
  const auto part = find_smime(multipart(protocol, "--b\r\n" + content + "\r\n--b\r\n" + signature + "--b--\r\n"));
  REQUIRE(part);
  CHECK(part->covered == content);
  CHECK(part->cms == "\x01\x02\x03");
  CHECK(part->whole);
}

TEST_CASE("what is not signed is told without taking it apart") {
  const std::string text = "From: bob@example.test\r\nContent-Type: text/html\r\n\r\nThe design is assigned.\r\n";
  CHECK_FALSE(may_be_smime(text));
  CHECK(may_be_smime("Content-type: Application/X-PKCS7-Mime\r\n\r\nAQID"));
  const std::string in_pieces = "multipart/signed; PROTOCOL*0=\"application/pk\"; protocol*1=\"cs7-signature\"";
  const auto message = multipart(in_pieces, "--b\r\n" + text + "--b\r\nContent-Type: text/plain\r\n\r\nAQID\r\n--b--\r\n");
  CHECK(find_smime(message));
  CHECK(may_be_smime(message));
}

TEST_CASE("a signature beside other parts does not cover the whole") {
  const std::string inner = multipart(protocol, "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n" + signature + "--b--\r\n");
  const auto part = find_smime("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n" + inner + "--outer--\r\n");
  REQUIRE(part);
  CHECK_FALSE(part->whole);
}

TEST_CASE("a header that programs read in different ways never has a whole") {
  const std::string content = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n" + signature + "--b--\r\n", plain = multipart(protocol, content);
  CHECK(find_smime("X-A: b\r\n" + plain)->whole);
  for (const std::string& odd : {"X-A: a\rFrom: carol@example.test\r\n"s, "X-A: a\0b\r\n"s, "From: a@example.test\r\nFrom : b@example.test\r\n"s,
                                 "Content-Transfer-Encoding: 7bit\r\ncontent-transfer-encoding: 8bit\r\n"s}) {
    CAPTURE(odd);
    const auto part = find_smime(odd + plain);
    REQUIRE(part);
    CHECK(part->ambiguous);
    CHECK_FALSE(part->whole);
  }
  const auto first = find_smime(multipart(protocol + "; boundary=b\r\nContent-Type: multipart/mixed", content));
  REQUIRE(first);
  CHECK_FALSE(first->whole);
  for (const std::string& other : {"Content-Type: text/plain\r\n"s, "Content-Type : text/plain\r\n"s, "CONTENT-TYPE:\r\n text/plain\r\n"s}) CHECK_FALSE(find_smime(other + plain));
}

TEST_CASE("a header without end is refused") {
  std::string many, large = "X-A: ";
  for (int i = 0; i < 2001; ++i) many += "a:\r\n";
  large.append(256 << 10, 'a');
  const std::string part = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + many + "\r\n--b--\r\n";
  for (const std::string& message : {many, large + "\r\n", part}) {
    CHECK_THROWS_AS(find_smime(message), nssbridge::Error);
  }
  CHECK_FALSE(find_smime(std::string(2001, '\n')));
}

TEST_CASE("a cryptographic message that comes as a file is one by its name") {
  const std::string file = "Content-Type: application/octet-stream; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n";
  for (const std::string& message : {file, "Content-Disposition: attachment; filename=Letter.P7M\r\nContent-Type: application/octet-stream\r\n\r\n\x01\x02\x03"s}) {
    CAPTURE(message);
    REQUIRE(may_be_smime(message));
    REQUIRE(find_smime(message));
    CHECK(find_smime(message)->whole);
    CHECK(find_smime(message)->cms.starts_with("\x01\x02\x03"));
  }
  CHECK_FALSE(find_smime("Content-Type: application/octet-stream; name=letter.pdf\r\nX-A: p7m\r\n\r\nAQID"));
  CHECK_FALSE(find_smime("Content-Type: text/plain; name=smime.p7m\r\n\r\nAQID"));
}

TEST_CASE("a cryptographic message needs no header around it") {
  REQUIRE(is_bare_smime("\x30\x80\x01\x02"));
  CHECK(bare_smime("\x30\x80\x01\x02").cms == "\x30\x80\x01\x02");
  const std::string armoured = "-----BEGIN CMS-----\r\nAQID\r\n-----END CMS-----\r\n";
  REQUIRE(is_bare_smime(armoured));
  CHECK(bare_smime(armoured).cms == "\x01\x02\x03");
  CHECK_FALSE(is_bare_smime("0: x\r\n\r\n"));
}

TEST_CASE("what a folder did to a message is undone") {
  CHECK(without_folder_line("From - now\nSubject: x\n") == "Subject: x\n");
  CHECK(without_quoting("a\n>From b\n>>From c\r\n> From d\n>From") == "a\nFrom b\n>From c\r\n> From d\n>From");
  CHECK_FALSE(without_quoting("From a\n> b\n"));
}

TEST_CASE("neither a third part, nor another protocol, nor an attached message is a signature of this one") {
  CHECK_FALSE(find_smime(multipart(protocol, "--b\r\n\r\nx\r\n--b\r\n" + signature + "--b\r\n\r\ny\r\n--b--\r\n")));
  CHECK_FALSE(find_smime(multipart("multipart/signed; protocol=\"application/pgp-signature\"", "--b\r\n\r\nx\r\n--b\r\n" + signature + "--b--\r\n")));
  CHECK_FALSE(find_smime("Content-Type: message/rfc822\r\n\r\nContent-Type: application/pkcs7-mime\r\n\r\nx"));
}

TEST_CASE("parts within parts end somewhere") {
  std::string message = "Content-Type: application/pkcs7-mime\r\n\r\nx";
  for (int i = 0; i < 20; ++i) {
    const auto name = std::to_string(i);
    message = "Content-Type: multipart/mixed; boundary=n" + name + "x\r\n\r\n--n" + name + "x\r\n" + message + "\r\n--n" + name + "x--\r\n";
  }
  CHECK_FALSE(find_smime(message));
}

TEST_CASE("more parts than anybody sends are not looked through") {
  const auto with = [](int groups) {
    std::string message = "Content-Type: multipart/mixed; boundary=o\r\n\r\n";
    for (int i = 0; i < groups; ++i) {
      message += "--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n";
      for (int k = 0; k < 100; ++k) message += "--i\r\n\r\nx\r\n";
      message += "--i--\r\n";
    }
    return message + "--o\r\nContent-Type: application/pkcs7-mime\r\n\r\nx\r\n--o--\r\n";
  };
  CHECK(find_smime(with(8)));
  CHECK_FALSE(find_smime(with(12)));
}
