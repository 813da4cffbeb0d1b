// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>

#include "decode_stored.hpp"
#include "parallel.hpp"
#include "token_native.hpp"

#include <algorithm>
#include <future>
#include <span>
#include <system_error>

namespace nssbridge {
namespace {

std::string copy_text(std::optional<BytesView> view) {
  return view ? std::string(view->begin(), view->end()) : std::string{};
}

std::string algorithm_name(std::optional<CK_ULONG> key_type) {
  if (key_type == CKK_RSA) return "rsa";
  if (key_type == CKK_EC) return "ec";
  return "other";
}

/// Reads one object after the other, as a token wants it, while another processor decodes what was read before.
class ReadAndDecode {
 public:
  explicit ReadAndDecode(std::size_t most) { m_certificates.reserve(most); }  // elements stay where they are
  ~ReadAndDecode() {
    if (m_decoding.valid()) m_decoding.wait();
  }
  ReadAndDecode(const ReadAndDecode&) = delete;

  StoredCertificate& next() {
    if (m_certificates.size() - m_begun >= block) begin_block();
    return m_certificates.emplace_back();
  }
  std::vector<StoredCertificate> finish() {
    if (m_decoding.valid()) m_decoding.get();
    in_parallel(m_certificates.size() - m_begun, [this](std::size_t i) { decode(m_certificates[m_begun + i]); });
    return std::move(m_certificates);
  }

 private:
  static constexpr std::size_t block = 512;

  void begin_block() {
    if (m_decoding.valid()) m_decoding.get();
    const std::span<StoredCertificate> ready(m_certificates.data() + m_begun, m_certificates.size() - m_begun);
    m_begun = m_certificates.size();
    try {
      m_decoding = std::async(std::launch::async, [ready] { std::ranges::for_each(ready, decode); });
    } catch (const std::system_error&) {
      std::ranges::for_each(ready, decode);  // no further thread may be started
    }
  }

  std::vector<StoredCertificate> m_certificates;
  std::size_t m_begun = 0;  ///< as many are decoded, or being decoded
  std::future<void> m_decoding;
};

}  // namespace

std::vector<StoredCertificate> Token::certificates(std::size_t* undecodable) const {
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_VALUE, CKA_LABEL, CKA_ID});
  const auto handles = session.find(Attributes::token_object(CKO_CERTIFICATE));
  ReadAndDecode all(handles.size());
  for (auto handle : handles) {
    if (!reader.read(handle)) continue;
    auto& stored = all.next();
    stored.certificate.der = copy(reader.bytes(0));
    stored.nickname = copy_text(reader.bytes(1));
    stored.key_id = copy(reader.bytes(2));
    stored.handle = handle;
  }
  auto certificates = all.finish();
  const auto unreadable = leave_out_undecodable(certificates);
  if (undecodable != nullptr) *undecodable = unreadable;
  return certificates;
}

std::vector<StoredKey> Token::private_keys() const {
  require_login(*this);
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_ID, CKA_KEY_TYPE, CKA_EXTRACTABLE});
  std::vector<StoredKey> keys;
  for (auto handle : session.find(Attributes::token_object(CKO_PRIVATE_KEY)))
    if (reader.read(handle))
      keys.push_back({copy(reader.bytes(0)), algorithm_name(reader.number(1)), reader.flag(2).value_or(false), handle});
  return keys;
}

std::set<Bytes> Token::public_key_ids() const {
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_ID});
  std::set<Bytes> ids;
  for (auto handle : session.find(Attributes::token_object(CKO_PUBLIC_KEY)))
    if (reader.read(handle)) ids.insert(copy(reader.bytes(0)));
  return ids;
}

}  // namespace nssbridge
