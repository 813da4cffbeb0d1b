// SPDX-License-Identifier: MPL-2.0
#include <host/dialog/restore_text.hpp>
#include <host/text/words.hpp>

namespace host::dialog {
namespace {

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// What it costs, in a few words: a profile has thousands of settings.
std::string lost_in_words(const front::AskedState& state) {
  if (!state.comparable) return "The present databases are damaged; what they hold is lost.";
  std::string words;
  const auto add = [&words](std::size_t count, const std::string& one, const std::string& many) {
    if (count > 0) words += (words.empty() ? "" : ", ") + counted(count, one, many);
  };
  add(state.certificates, "certificate", "certificates");
  add(state.private_keys, "private key", "private keys");
  add(state.settings, "setting", "settings");
  std::string text = words.empty() ? "Nothing is lost." : "Lost since then: " + words + ".";
  if (state.returning > 0) text += " Deleted and back again: " + counted(state.returning, "certificate or key.", "certificates and keys.");
  return text;
}

}  // namespace

std::string consequences_in_words(const front::AskedState& state) {
  std::string text = text::short_name(state.time, 20) + ". " + lost_in_words(state);
  if (state.roots > 0)
    text += " Mail signed under " + counted(state.roots, "authority", "authorities") + " not trusted now will count as genuine.";
  if (state.correspondents > 0)
    text += " Mail to " + counted(state.correspondents, "correspondent", "correspondents") + " will go to another certificate.";
  return text;
}

}  // namespace host::dialog
