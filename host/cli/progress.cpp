// SPDX-License-Identifier: MPL-2.0
#include <host/cli/progress.hpp>
#include <host/text/printable.hpp>

#include <map>

namespace host::cli {

namespace {
constexpr std::chrono::milliseconds soon{200};
constexpr std::size_t longest_stage = 40;

/// A stage is a stable word of the protocol; what people read may change.
std::string in_words(const std::string& stage) {
  static const std::map<std::string, std::string> words{
      {"waiting", "Waiting for another run of Certferry"},
      {"login", "Logging in"},
      {"plan", "Planning"},
      {"backup", "Backing up"},
      {"copy", "Copying"},
      {"check", "Checking"},
      {"verify", "Checking"},
      {"select", "Selecting"},
  };
  const auto found = words.find(stage);
  return found != words.end() ? found->second : text::printable(stage, longest_stage);
}

}  // namespace

void Progress::show(const std::string& stage, std::size_t done, std::size_t total) {
  if (m_stream == nullptr || std::chrono::steady_clock::now() - m_begin < soon) return;
  std::fprintf(m_stream, "\r\033[K%s", in_words(stage).c_str());
  if (total > 0) std::fprintf(m_stream, " %zu of %zu", done, total);
  std::fputs(" …", m_stream);
  std::fflush(m_stream);
  m_shown = true;
}

void Progress::clear() {
  if (m_shown) std::fputs("\r\033[K", m_stream);
  m_shown = false;
}

}  // namespace host::cli
