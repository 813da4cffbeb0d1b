// SPDX-License-Identifier: MPL-2.0
#include <host/front/key_file_place.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <utility>

namespace host::front {
namespace {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

[[noreturn]] void throw_broken() {
  throw Error(Kind::internal, "The worker process wrote no key file. Run the command again.");
}

}  // namespace

std::string companion_name(const std::string& key_file) {
  return key_file + ".certferry";
}

void KeyFilePlace::open(const nssbridge::Descriptor& folder) {
  m_key_file.emplace(folder, name());
  if (!m_whole) return;
  try {
    m_companion.emplace(folder, companion_name(name()));
  } catch (const Error& error) {
    if (error.kind() != Kind::file_exists) throw;
    throw Error(Kind::file_exists, "The file that belongs beside the new one (its name and \".certferry\") is there already. Nothing was "
                                   "overwritten; name another one.");
  }
}

KeyFilePlace KeyFilePlace::at(const fs::path& file, bool whole) {
  const auto path = path_of_new_file(file);
  KeyFilePlace place(path, whole);
  place.open(open_folder(path.parent_path()));
  return place;
}

KeyFilePlace KeyFilePlace::in_downloads(const std::string& name, bool whole) {
  KeyFilePlace place(download_folder() / name, whole);
  const auto folder = open_downloads(place.m_path.parent_path(), false);
  if (folder.is_open()) place.open(folder);
  return place;
}

nssbridge::Bytes KeyFilePlace::store(const std::string& part, nssbridge::BytesView bytes) {
  const bool companion = part == "companion";
  if (!companion && part != "key-file") throw_broken();
  if (!m_key_file) open(open_downloads(m_path.parent_path(), true));
  if (companion && !m_companion) throw_broken();
  const NewFile& file = companion ? *m_companion : *m_key_file;
  file.write(bytes);
  (companion ? m_companion_stored : m_stored) = true;
  return file.read_back();
}

void KeyFilePlace::publish(nlohmann::json& result) {
  if (!m_stored || !result.is_object()) throw_broken();
  if (m_companion_stored) m_companion->publish();
  m_key_file->publish();
  result["file"] = nssbridge::to_valid_utf8(m_path.string());
  if (m_companion_stored)
    result["companion"] = nssbridge::to_valid_utf8((m_path.parent_path() / companion_name(name())).string());
}

}  // namespace host::front
