// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include "ber.hpp"
#include "parts.hpp"
#include "pem.hpp"
#include "pkcs12.hpp"

#include <algorithm>
#include <array>

namespace nssbridge::key_file {
namespace {

using std::string_view_literals::operator""sv;

Bag bag_with_certificate(BytesView der) {
  Bag bag{};
  bag.kind = Bag::Kind::certificate;
  bag.content = bytes_of(der);
  return bag;
}

/// The certificates of PKCS#7 SignedData, behind its type.
File read_pkcs7(DerReader info) {
  File file;
  file.format = Format::pkcs7;
  auto value = inside(info, context_0);
  auto data = inside(value, sequence_tag);
  required(data, integer_tag);
  required(data, set_tag);
  required(data, sequence_tag);
  if (data.next_tag() != context_0) return file;
  auto certificates = inside(data, context_0);
  while (!certificates.at_end()) {
    const auto element = required_element(certificates);
    // Attribute certificates and their like have other tags.
    if (element.tag == sequence_tag) file.bags.push_back(bag_with_certificate(element.whole));
    if (file.bags.size() > most_bags) refuse_damaged();
  }
  return file;
}

void append(File& to, File from) {
  std::ranges::move(from.bags, std::back_inserter(to.bags));
  if (to.bags.size() > most_bags) refuse_damaged();
}

/// OpenSSL reads one that stands in no PKCS#12 by another command.
Bag key_alone(DerReader info) {
  try {
    return shrouded_key(info);
  } catch (Error& error) {
    if (error.kind() == Kind::unsupported_algorithm)
      error.with_fix({"OpenSSL encrypts it anew (it asks for the file's password, then twice for a new one); import the new file, and "
                      "name the certificate's behind it:",
                      "openssl pkey -provider legacy -provider default -aes256 -in FILE -out NEW.pem"});
    throw;
  }
}

Bag clear_key(Bytes info) {
  Bag key{};
  key.kind = Bag::Kind::key;
  key.content = std::move(info);
  return key;
}

[[noreturn]] void refuse_old_private_key() {
  throw Error(Kind::unsupported_algorithm, "The private key in the file is in a form of OpenSSL's own, which NSS cannot read.")
      .with_fix({"OpenSSL makes a key file of it and of its certificate:",
                 "openssl pkcs12 -export -inkey FILE -in CERTIFICATE -out NEW.p12"});
}

/// What begins with a number: PKCS#12, a PrivateKeyInfo (RFC 5958) or a key in the form of its algorithm alone. `parts` are behind it.
File read_numbered(std::uint64_t number, DerReader parts, BytesView whole) {
  constexpr std::uint64_t pfx = 3;
  if (number == pfx) return read_pfx(parts);
  if (number > 1) refuse_unknown();
  if (parts.next_tag() == integer_tag || parts.next_tag() == octets_tag) refuse_old_private_key();
  if (parts.next_tag() != sequence_tag) refuse_unknown();
  File file;
  file.bags.push_back(clear_key(bytes_of(whole)));
  return file;
}

/// Several certificates may follow each other.
File read_binary(BytesView rest) {
  File file;
  bool first = true;
  while (!rest.empty() && (first || rest.front() == sequence_tag)) {
    std::size_t used = 0;
    const auto der = to_der(rest, &used);
    const auto raw = rest.first(used);
    rest = rest.subspan(used);
    DerReader whole(der);
    auto content = inside(whole, sequence_tag);
    auto parts = content;
    const auto begins_with = content.next_tag();
    if (begins_with == sequence_tag) {
      required_element(parts);
      if (parts.next_tag() == octets_tag)
        file.bags.push_back(key_alone(content));
      else
        file.bags.push_back(bag_with_certificate(raw));
    } else if (!first) {
      refuse_damaged();
    } else if (begins_with == integer_tag) {
      const auto number = count(required(parts, integer_tag));
      return read_numbered(number, parts, der);
    } else if (begins_with == oid_tag) {
      if (text_of(required(parts, oid_tag)) != signed_data) refuse_unknown();
      return read_pkcs7(parts);
    } else {
      refuse_unknown();
    }
    if (file.bags.size() > most_bags) refuse_damaged();
    first = false;
  }
  return file;
}

void append_block(File& file, PemBlock block) {
  constexpr std::array old_keys{"RSA PRIVATE KEY"sv, "EC PRIVATE KEY"sv, "DSA PRIVATE KEY"sv, "OPENSSH PRIVATE KEY"sv};
  if (block.label == "PRIVATE KEY") {
    file.bags.push_back(clear_key(std::move(block.content)));
  } else if (block.label == "TRUSTED CERTIFICATE") {
    // OpenSSL's own: the certificate, and behind it trust, which is not taken over.
    std::size_t used = 0;
    to_der(block.content, &used);
    file.bags.push_back(bag_with_certificate(BytesView(block.content).first(used)));
  } else if (block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE" || block.label == "ENCRYPTED PRIVATE KEY" ||
             block.label == "PKCS7" || block.label == "CMS") {
    // Some write PKCS#7 under the label of a certificate.
    append(file, read_binary(block.content));
  } else if (block.encrypted || std::ranges::find(old_keys, block.label) != old_keys.end()) {
    refuse_old_private_key();
  }
}

File read_pem(BytesView bytes) {
  auto blocks = pem_blocks(bytes);
  const auto is_pfx = [](const PemBlock& block) { return block.label == "PKCS12" || block.label == "PFX"; };
  if (const auto pfx = std::ranges::find_if(blocks, is_pfx); pfx != blocks.end()) return read_binary(pfx->content);
  File file;
  for (auto& block : blocks) append_block(file, std::move(block));
  if (file.bags.empty()) refuse_unknown();
  return file;
}

bool is_java_store(BytesView bytes) {
  return text_of(bytes).starts_with("\xFE\xED\xFE\xED"sv) || text_of(bytes).starts_with("\xCE\xCE\xCE\xCE"sv);
}

[[noreturn]] void refuse_java_store() {
  throw Error(Kind::unsupported_algorithm, "The file is a key store in Java's own form, which NSS cannot read.")
      .with_fix({"Java's keytool converts it:",
                 "keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12"});
}

}  // namespace

bool File::needs_password() const {
  const auto shrouded = [](const Bag& bag) { return bag.kind == Bag::Kind::shrouded_key; };
  return mac || !sealed.empty() || std::ranges::any_of(bags, shrouded);
}

File read(BytesView file, std::size_t largest) {
  if (file.size() > largest)
    throw Error(Kind::too_large, "The file is larger than 10 MiB, which no key file is. Check that it is the right one.");
  if (file.empty()) throw Error(Kind::bad_file, "The file is empty. Copy or download it again.");
  if (is_java_store(file)) refuse_java_store();
  File read;
  if (file.front() == sequence_tag)
    read = read_binary(file);
  else if (looks_like_pem(file))
    read = read_pem(file);
  else if (const auto bare = bare_base64(file); !bare.empty() && bare.front() == sequence_tag)
    read = read_binary(bare);
  else
    refuse_unknown();
  rounds(read, {});
  return read;
}

std::uint64_t rounds(const File& file, Forms forms, std::uint64_t before) {
  std::uint64_t sum = before;
  const auto add = [&](const Algorithm& algorithm) {
    if (algorithm.rounds > most_rounds) refuse_costly();
    sum += algorithm.rounds * (algorithm.from_pkcs12 ? forms.utf16 : forms.octets);
    if (sum > most_rounds) refuse_costly();
  };
  if (file.mac) add(file.mac->derivation);
  for (const auto& safe : file.sealed) add(safe.algorithm);
  for (const auto& bag : file.bags)
    if (bag.kind == Bag::Kind::shrouded_key) add(bag.algorithm);
  return sum;
}

}  // namespace nssbridge::key_file
