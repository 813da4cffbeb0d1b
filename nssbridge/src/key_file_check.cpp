// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/key_file_writer.hpp>
#include <nssbridge/opened_key_file.hpp>

#include <algorithm>
#include <set>

namespace nssbridge {
namespace {

std::optional<OpenedKeyFile> opened(Library& library, BytesView key_file, const Secret& password) {
  try {
    return OpenedKeyFile::open(library, key_file::read(key_file), password);
  } catch (const Error& error) {
    if (error.kind() != Kind::bad_file && error.kind() != Kind::unsupported_algorithm) throw;
    return std::nullopt;
  }
}

std::set<Fingerprint> fingerprints(const KeyFileContents& contents) {
  std::set<Fingerprint> all;
  for (const auto& each : contents.personal) all.insert(each.certificate->fingerprint);
  for (const auto& each : contents.authorities) all.insert(each.certificate->fingerprint);
  return all;
}

std::set<Fingerprint> fingerprints(const OpenedKeyFile& file) {
  std::set<Fingerprint> all;
  for (const auto& each : file.certificates()) all.insert(each.certificate.fingerprint);
  return all;
}

}  // namespace

bool holds(Library& library, BytesView key_file, const KeyFileContents& contents, const Secret& password) {
  const auto file = opened(library, key_file, password);
  if (!file) return false;
  if (file->keys_without_certificate() + file->unsupported_keys() + file->damaged_keys() + file->unreadable_certificates() > 0) return false;
  return fingerprints(*file) == fingerprints(contents) &&
         std::ranges::all_of(contents.personal, [&](const NamedCertificate& each) { return file->signs_for(*each.certificate); });
}

}  // namespace nssbridge
