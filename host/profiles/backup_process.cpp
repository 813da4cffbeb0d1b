// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_process.hpp>

#include <host/channel/channel.hpp>
#include <host/protocol/error_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace host::profiles {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

json describe(const Backup& backup) {
  return {{"name", backup.name}, {"time", backup.time}, {"occasion", backup.occasion}};
}

void serve_one(channel::Channel& channel) {
  const auto order = channel.receive();
  if (!order) return;
  try {
    const auto what = json::parse(order->text);
    const std::filesystem::path profile = what.at("profile").get<std::string>();
    remove_leftovers(profile);
    channel.send(channel::Type::result, describe(make_backup(profile, what.at("occasion").get<std::string>())));
  } catch (const Error& error) {
    channel.send(channel::Type::error, protocol::to_json(error));
  }
}

[[noreturn]] void run_child(int descriptor) {
  try {
    channel::Channel channel(descriptor);
    serve_one(channel);
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

BackupProcess::BackupProcess() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw Error(Kind::io_failure, "No process for the backup could be started. Close some programs and try again.");
  m_child = ::fork();
  if (m_child == 0) {
    ::close(ends[0]);
    run_child(ends[1]);
  }
  ::close(ends[1]);
  m_descriptor = ends[0];
  if (m_child < 0)
    throw Error(Kind::io_failure, "No process for the backup could be started. Close some programs and try again.");
}

BackupProcess::~BackupProcess() {
  if (m_descriptor >= 0) ::close(m_descriptor);
  if (m_child <= 0) return;
  while (::waitpid(m_child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Backup BackupProcess::make(const std::filesystem::path& profile, const std::string& occasion) {
  channel::Channel channel(m_descriptor);
  m_descriptor = -1;
  channel.send(channel::Type::request, json{{"profile", profile.string()}, {"occasion", occasion}});
  const auto answer = channel.receive();
  if (!answer)
    throw Error(Kind::io_failure, "The backup could not be made, so nothing was changed. Try again.");
  const auto value = json::parse(answer->text);
  if (answer->type == channel::Type::error) throw protocol::error_from_json(value);
  return {value.at("name"), value.at("time"), value.at("occasion")};
}

}  // namespace host::profiles
