// SPDX-License-Identifier: MPL-2.0
#include <host/mail/shown_address.hpp>

#include <nssbridge/international_address.hpp>
#include <nssbridge/verdict.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace host::mail {
namespace {

/// What resembles ASCII so much that a person reads it as that: fullwidth and small forms of '@' and of the dot, and typographic
/// quotes and spaces around a word.
constexpr std::array<std::pair<std::string_view, char>, 14> look_alikes{{
    {"\xEF\xBC\xA0", '@'}, {"\xEF\xB9\xAB", '@'}, {"\xEF\xBC\x8E", '.'}, {"\xE3\x80\x82", '.'}, {"\xEF\xB9\x92", '.'},
    {"\xE2\x80\x98", '\''}, {"\xE2\x80\x99", '\''}, {"\xE2\x80\x9C", '"'}, {"\xE2\x80\x9D", '"'}, {"\xC2\xAB", '"'},
    {"\xC2\xBB", '"'}, {"\xC2\xA0", ' '}, {"\xE3\x80\x80", ' '}, {"\xE2\x80\xAF", ' '},
}};
constexpr std::string_view between_words = " \t\r\n()<>[]{},;:\"|", around_words = "'`.";

std::string in_ascii(std::string_view name) {
  std::string text;
  while (!name.empty()) {
    const auto found = std::ranges::find_if(look_alikes, [&](const auto& each) { return name.starts_with(each.first); });
    const bool is_one = found != look_alikes.end();
    text += is_one ? found->second : name.front();
    name.remove_prefix(is_one ? found->first.size() : 1);
  }
  return text;
}

std::string_view trimmed(std::string_view word) {
  word.remove_prefix(std::min(word.find_first_not_of(around_words), word.size()));
  return word.substr(0, word.find_last_not_of(around_words) + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find_first_of(between_words));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (const auto rest = trimmed(word); !rest.empty()) words.push_back(rest);
  }
  return words;
}

/// The address that the '@' in this word belongs to; empty where it belongs to none.
std::string address_at(const std::vector<std::string_view>& words, std::size_t index) {
  const auto word = words[index];
  const auto at = word.find('@');
  auto local = word.substr(0, at), domain = word.substr(at + 1);
  const bool apart = local.empty() || domain.empty();
  if (local.empty() && index > 0) local = words[index - 1];
  if (domain.empty() && index + 1 < words.size()) domain = words[index + 1];
  if (local.empty() || domain.empty() || (apart && domain.find('.') == std::string_view::npos)) return {};
  return std::string(local) + '@' + std::string(domain);
}

}  // namespace

bool shows_another_address(std::string_view name, std::string_view address) {
  const auto text = in_ascii(name);
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].find('@') == std::string_view::npos) continue;
    const auto shown = address_at(words, i);
    if (!shown.empty() && !nssbridge::same_address(shown, address) && !nssbridge::same_in_other_form(shown, address)) return true;
  }
  return false;
}

}  // namespace host::mail
