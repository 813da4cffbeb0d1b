// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/material.hpp>
#include <host/mail/limits.hpp>

#include <map>
#include <set>
#include <utility>

namespace host::correspondents {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Certificate;
using nssbridge::Error;
using nssbridge::Kind;

class Reader {
 public:
  Reader(store::Contents& pool, const mail::Open& open) : m_pool(pool), m_open(open) {
    for (std::size_t i = 0; i < pool.certificates.size(); ++i) note(i);
  }

  std::vector<Material> take() { return std::move(m_materials); }

  void message(std::size_t file, std::string_view octets) {
    Material material{.file = file, .of_message = true, .sender = {}, .examined = {}, .certificate = {}, .fault = {}};
    try {
      if (octets.size() > mail::largest_message) throw Error(Kind::too_large, "The message is larger than 20 MiB, more than mail servers take.");
      material.sender = mail::sender_of(octets);
      material.examined = mail::examine(octets, [this](BytesView issuer, BytesView serial) { return find(issuer, serial); }, m_open);
      keep_only_certificates(material.examined);
    } catch (const Error& error) {
      if (error.kind() == Kind::cancelled) throw;
      material.fault = error;
    }
    m_materials.push_back(std::move(material));
  }

  void certificate(std::size_t file, const Bytes& der) {
    try {
      auto decoded = nssbridge::decode_certificate(der);
      add(decoded);
      if (decoded.is_authority || decoded.emails.empty()) return;
      m_materials.push_back({.file = file, .of_message = false, .sender = {}, .examined = {}, .certificate = std::move(decoded), .fault = {}});
    } catch (const Error& error) {
      fault(file, error);
    }
  }

  void fault(std::size_t file, const Error& error) {
    m_materials.push_back({.file = file, .of_message = false, .sender = {}, .examined = {}, .certificate = {}, .fault = error});
  }

  /// A file of certificates in which nobody can be learnt is told of all the same.
  void nobody(std::size_t file) { m_materials.push_back({.file = file, .of_message = false, .sender = {}, .examined = {}, .certificate = {}, .fault = {}}); }
  std::size_t size() const { return m_materials.size(); }

 private:
  using Name = std::pair<Bytes, Bytes>;

  void note(std::size_t index) {
    const auto& certificate = m_pool.certificates[index].certificate;
    m_known.insert(certificate.fingerprint);
    m_names.emplace(Name{certificate.issuer_der, certificate.serial}, index);
  }

  void add(const Certificate& certificate) {
    if (m_known.contains(certificate.fingerprint)) return;
    m_pool.certificates.push_back({.certificate = certificate, .nickname = {}, .key_id = {}, .handle = 0});
    note(m_pool.certificates.size() - 1);
  }

  const Certificate* find(BytesView issuer, BytesView serial) const {
    const auto found = m_names.find(Name{Bytes(issuer.begin(), issuer.end()), Bytes(serial.begin(), serial.end())});
    return found == m_names.end() ? nullptr : &m_pool.certificates[found->second].certificate;
  }

  /// A folder may have thousands of messages: their texts are not kept.
  void keep_only_certificates(mail::Examined& examined) {
    if (!examined.signature) return;
    for (const auto& certificate : examined.signature->certificates) add(certificate);
    examined.signature->certificates.clear();
    examined.signature->content.reset();
  }

  store::Contents& m_pool;
  const mail::Open& m_open;
  std::vector<Material> m_materials;
  std::set<nssbridge::Fingerprint> m_known;
  std::map<Name, std::size_t> m_names;
};

}  // namespace

std::vector<Material> read_materials(const std::vector<std::string>& files, store::Contents& pool, const mail::Open& open,
                                     const std::function<void(std::size_t done, std::size_t total)>& progress) {
  Reader reader(pool, open);
  for (std::size_t file = 0; file < files.size(); ++file) {
    Given given;
    const auto before = reader.size();
    try {
      given = given_in(files[file]);
    } catch (const Error& error) {
      reader.fault(file, error);
      continue;
    }
    std::size_t done = 0;
    for (const auto message : given.messages) {
      progress(done++, given.messages.size());
      reader.message(file, message);
    }
    for (const auto& der : given.certificates) reader.certificate(file, der);
    if (reader.size() == before) reader.nobody(file);
  }
  return reader.take();
}

}  // namespace host::correspondents
