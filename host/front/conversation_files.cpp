// SPDX-License-Identifier: MPL-2.0
#include <host/front/conversation.hpp>
#include <host/protocol/members.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

/// Files that the person named: a confined worker can open none, so it asks for what stands in them, or is to.
namespace host::front {
namespace {

using channel::Type;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::text_member;

}  // namespace

/// A worker can open no file outside profiles: it hands over the bytes, encrypted already, and gets back what the disk has.
void Conversation::answer_store(const json& question) {
  const auto bytes = nssbridge::from_base64(text_member(question, "data"));
  if (m_request->key_file == nullptr || !bytes)
    throw Error(Kind::internal, "The worker process wanted to write a file that nobody asked for. Run the command again.");
  const auto stored = m_request->key_file->store(text_member(question, "part"), *bytes);
  m_channel.send(Type::answer, {{"answer", "yes"}, {"data", nssbridge::to_base64(stored)}});
}

/// The same with what it reads: whatever the person named for it, piece by piece.
void Conversation::answer_octets() {
  if (!m_request->given_files)
    throw Error(Kind::internal, "The worker process wanted to read a file that nobody named. Run the command again.");
  auto& files = *m_request->given_files;
  const auto piece = files.next();
  if (!piece) return m_channel.send(Type::answer, {{"answer", "no"}});
  m_channel.send(Type::answer, {{"answer", "yes"}, {"file", piece->file}, {"fileEnds", piece->file_ends}, {"done", files.done()}, {"total", files.total().value_or(0)}});
  m_channel.send_octets(piece->octets);
}

}  // namespace host::front
