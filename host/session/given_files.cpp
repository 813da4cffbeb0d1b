// SPDX-License-Identifier: MPL-2.0
#include <host/session/session.hpp>

#include <nssbridge/error.hpp>

namespace host::session {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

std::optional<Session::Piece> Session::next_piece() {
  const auto answer = json::parse(ask({{"ask", "octets"}}).text);
  const auto said = answer.value("answer", "no");
  if (said == "cancelled") throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  if (said != "yes") return std::nullopt;
  auto frame = m_channel.receive();
  if (!frame || frame->type != channel::Type::octets) throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  progress("read", answer.value("done", std::size_t{0}), answer.value("total", std::size_t{0}));
  return Piece{answer.value("file", std::size_t{0}), std::move(frame->text), answer.value("fileEnds", true)};
}

}  // namespace host::session
