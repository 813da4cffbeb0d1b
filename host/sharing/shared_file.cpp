// SPDX-License-Identifier: MPL-2.0
#include <host/sharing/shared_file.hpp>
#include <host/text/content_line.hpp>

#include <nssbridge/certificate_bundle.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace host::sharing {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Certificate;
using text::content_line;

constexpr std::array<std::pair<std::string_view, Form>, 6> endings{{{".p7b", Form::bundle},
                                                                    {".p7c", Form::bundle},
                                                                    {".cer", Form::certificate},
                                                                    {".crt", Form::certificate},
                                                                    {".der", Form::certificate},
                                                                    {".vcf", Form::card}}};

/// RFC 2426, 5: what separates values, and lines within one.
std::string escaped(std::string_view text) {
  std::string value;
  for (const char character : text) {
    if (character == '\n') value += "\\n";
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7F) continue;
    if (character == ',' || character == ';' || character == '\\') value += '\\';
    value += character;
  }
  return value;
}

std::string card_of(const Certificate& certificate) {
  const std::string name = escaped(certificate.display_name);
  std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\n" + content_line("FN:" + name) + content_line("N:" + name + ";;;;");
  for (const auto& email : certificate.emails) card += content_line("EMAIL;TYPE=INTERNET:" + escaped(email));
  return card + content_line("KEY;ENCODING=b;TYPE=X509:" + nssbridge::to_base64(certificate.der)) + "END:VCARD\r\n";
}

}  // namespace

std::optional<Form> form_of(std::string_view file_name) {
  std::string name(file_name);
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto found = std::ranges::find_if(endings, [&](const auto& each) { return name.ends_with(each.first); });
  if (found == endings.end()) return std::nullopt;
  return found->second;
}

std::string_view name_of(Form form) {
  switch (form) {
    case Form::bundle: return "bundle";
    case Form::certificate: return "certificate";
    case Form::card: return "card";
  }
  return "";
}

Bytes shared_file(Form form, const std::vector<const Certificate*>& chain) {
  if (form == Form::certificate) return chain.front()->der;
  if (form == Form::card) {
    const std::string card = card_of(*chain.front());
    return {card.begin(), card.end()};
  }
  std::vector<BytesView> all;
  for (const auto* each : chain) all.emplace_back(each->der);
  return nssbridge::certificate_bundle(all);
}

}  // namespace host::sharing
