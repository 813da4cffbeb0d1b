// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <host/mail/entity.hpp>
#include <host/mail/smime_part.hpp>

#include <string>

using namespace host::mail;

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

TEST_CASE("a line that only begins like a delimiter is text, and a part that nobody ended is none") {
  const std::string message = multipart("multipart/mixed", "--b\r\none\r\n--bc\r\n--b\r\ntwo");
  const auto entity = entity_of(message);
  const auto parts = parts_of(entity, "b");
  REQUIRE(parts.size() == 1);
  CHECK(parts[0] == "one\r\n--bc");
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
