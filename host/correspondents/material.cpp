// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/material.hpp>
#include <host/mail/smime_part.hpp>

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace host::correspondents {
namespace {

using nssbridge::Bytes;
using nssbridge::BytesView;
using nssbridge::Certificate;
using nssbridge::Error;
using nssbridge::Kind;

class Reader : public Finder {
 public:
  Reader(store::Contents& pool, const mail::Open& open) : m_pool(pool), m_open(open) {
    for (std::size_t i = 0; i < pool.certificates.size(); ++i) note(i);
  }

  void begin_file(std::size_t file) {
    m_file = file;
    m_vouched.clear();
    m_before = m_materials.all();
  }

  /// A file of certificates in which nobody can be learnt is told of all the same.
  void end_file() {
    if (m_materials.all() == m_before) add_material();
  }

  Materials take() { return std::move(m_materials); }

  void message(std::string_view octets, bool of_folder) override {
    auto& material = add_material();
    material.of_message = true;
    read(octets, of_folder, material);
    if (!m_only_count || !material.is_unsigned()) return;
    m_materials.kept.pop_back();
    ++m_materials.only_counted;
  }

  void certificate(BytesView der) override {
    try {
      auto decoded = nssbridge::decode_certificate(der);
      add(decoded);
      if (decoded.is_authority || decoded.emails.empty()) return;
      auto& material = add_material();
      if (const auto found = m_vouched.find(decoded.fingerprint); found != m_vouched.end())
        material.examined.signature = nssbridge::cms::SignedMessage{.signers = {found->second}, .certificates = {}, .content = {}};
      material.certificate = std::make_shared<const Certificate>(std::move(decoded));
    } catch (const Error& error) {
      fault(error);
    }
  }

  /// What is signed within a file of its own (.p7m) says of its signers how they encrypt. Where the text stands elsewhere (.p7s) nothing
  /// can be verified.
  void der_file(std::string_view octets) override {
    const BytesView der(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
    try {
      if (nssbridge::cms::type_of(der) != nssbridge::cms::Type::signed_data) return;
      const auto message = nssbridge::cms::check_signatures(der, std::nullopt, [this](BytesView issuer, BytesView serial) { return find(issuer, serial); });
      for (const auto& signer : message.signers)
        if (const auto& receives = signer.encryption_certificate ? signer.encryption_certificate : signer.certificate)
          m_vouched.insert_or_assign(receives->fingerprint, signer);
    } catch (const Error&) {
      return;  // certificates it holds all the same
    }
  }

  void fault(const Error& error) override { add_material().fault = error; }

 private:
  using Name = std::pair<Bytes, Bytes>;
  using Shared = std::shared_ptr<const Certificate>;

  void read(std::string_view octets, bool of_folder, Material& material) {
    try {
      material.sender = mail::sender_of(octets);
      if (!mail::may_be_smime(octets)) return;
      const auto examine = of_folder ? mail::examine_of_folder : mail::examine;
      material.examined = examine(octets, [this](BytesView issuer, BytesView serial) { return find(issuer, serial); }, m_open);
      keep_only_certificates(material.examined);
    } catch (const Error& error) {
      if (error.kind() == Kind::cancelled) throw;
      material.fault = error;
    }
  }

  Material& add_material() {
    if (m_materials.all() == most_told) only_count_unsigned();
    if (m_materials.kept.size() == most_materials)
      throw Error(Kind::too_large, "There are more than 50,000 signed messages and certificates in it. Nothing was changed; learn the folders one after "
                                   "the other.");
    m_materials.kept.push_back({.file = m_file, .of_message = false, .sender = {}, .examined = {}, .certificate = {}, .fault = {}});
    return m_materials.kept.back();
  }

  /// Most of a large mailbox is not signed; from here on that only has a number.
  void only_count_unsigned() {
    if (std::exchange(m_only_count, true)) return;
    m_materials.only_counted = std::erase_if(m_materials.kept, [](const Material& material) { return material.is_unsigned(); });
  }

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

  /// A folder may have thousands of messages, of few people: no text is kept, and no certificate twice.
  void keep_only_certificates(mail::Examined& examined) {
    if (!examined.signature) return;
    for (const auto& certificate : std::exchange(examined.signature->certificates, std::vector<Certificate>())) add(certificate);
    examined.signature->content.reset();
    for (auto& signer : examined.signature->signers)
      for (auto* certificate : {&signer.certificate, &signer.encryption_certificate})
        if (*certificate) *certificate = m_signers.emplace((*certificate)->fingerprint, *certificate).first->second;
  }

  store::Contents& m_pool;
  const mail::Open& m_open;
  Materials m_materials;
  bool m_only_count = false;
  std::size_t m_file = 0, m_before = 0;
  std::set<nssbridge::Fingerprint> m_known;
  std::map<Name, std::size_t> m_names;
  std::map<nssbridge::Fingerprint, Shared> m_signers;
  std::map<nssbridge::Fingerprint, nssbridge::cms::Signer> m_vouched;  ///< of this file, by whom mail would be encrypted to
};

}  // namespace

Materials read_materials(const NextPiece& next, store::Contents& pool, const mail::Open& open) {
  Reader reader(pool, open);
  std::optional<GivenFile> file;
  while (const auto piece = next()) {
    if (!file) {
      reader.begin_file(piece->file);
      file.emplace(reader);
    }
    file->add(piece->octets);
    if (!piece->file_ends) continue;
    file->end();
    file.reset();
    reader.end_file();
  }
  return reader.take();
}

}  // namespace host::correspondents
