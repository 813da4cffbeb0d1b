// SPDX-License-Identifier: MPL-2.0
#include "pem.hpp"

#include "parts.hpp"
#include "refusals.hpp"

#include <algorithm>
#include <string_view>

namespace nssbridge::key_file {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ", end_mark = "-----END ", dashes = "-----";
constexpr std::size_t longest_label = 64;

/// Takes one line off the front, without what ends it.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find_first_of("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// The armoured lines as one text. Header lines, as old private keys have them, have a colon.
std::string joined_lines(std::string_view body, bool& encrypted) {
  std::string joined;
  while (!body.empty()) {
    const auto line = take_line(body);
    if (line.find(':') != std::string_view::npos) {
      encrypted = encrypted || line.find("ENCRYPTED") != std::string_view::npos;
      continue;
    }
    std::ranges::copy_if(line, std::back_inserter(joined), [](char c) { return c != ' ' && c != '\t'; });
  }
  return joined;
}

}  // namespace

bool looks_like_pem(BytesView file) { return text_of(file).find(begin_mark) != std::string_view::npos; }

std::vector<PemBlock> pem_blocks(BytesView file) {
  std::vector<PemBlock> blocks;
  auto rest = text_of(file);
  for (auto begin = rest.find(begin_mark); begin != std::string_view::npos; begin = rest.find(begin_mark)) {
    rest.remove_prefix(begin + begin_mark.size());
    const auto label_end = rest.find(dashes);
    if (label_end == std::string_view::npos) refuse_truncated();
    if (label_end > longest_label) refuse_damaged();
    const std::string label(rest.substr(0, label_end));
    rest.remove_prefix(label_end + dashes.size());
    const auto end = rest.find(end_mark);
    if (end == std::string_view::npos) refuse_truncated();
    PemBlock block{label, false, {}};
    auto content = from_base64(joined_lines(rest.substr(0, end), block.encrypted));
    if (!content) refuse_damaged();
    block.content = *std::move(content);
    rest.remove_prefix(end + end_mark.size());
    if (!rest.starts_with(label + std::string(dashes))) refuse_damaged();
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Bytes bare_base64(BytesView file) {
  bool encrypted = false;
  return from_base64(joined_lines(text_of(file), encrypted)).value_or(Bytes{});
}

}  // namespace nssbridge::key_file
