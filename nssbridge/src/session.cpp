// SPDX-License-Identifier: MPL-2.0
#include "session.hpp"

#include "check.hpp"
#include "trust_classes.hpp"

#include <pkcs11n.h>
#include <secmod.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace nssbridge {
namespace {

constexpr CK_ULONG absent = static_cast<CK_ULONG>(-1);
constexpr const char* reading_failed =
    "NSS could not read the certificate database. Close the application that uses the profile and try again.";
constexpr const char* writing_failed =
    "NSS could not write to the certificate database. Check that the disk is not full and the profile writable, "
    "then run the command again: it continues where it stopped.";

/// Softoken answers a number only into a buffer of exactly its size.
bool is_number(CK_ATTRIBUTE_TYPE type) {
  constexpr std::array types{CK_ATTRIBUTE_TYPE{CKA_CLASS},
                             CK_ATTRIBUTE_TYPE{CKA_KEY_TYPE},
                             CK_ATTRIBUTE_TYPE{CKA_TRUST_SERVER_AUTH},
                             CK_ATTRIBUTE_TYPE{CKA_TRUST_CLIENT_AUTH},
                             CK_ATTRIBUTE_TYPE{CKA_TRUST_CODE_SIGNING},
                             CK_ATTRIBUTE_TYPE{CKA_TRUST_EMAIL_PROTECTION},
                             modern_trust::server_auth,
                             modern_trust::client_auth,
                             modern_trust::code_signing,
                             modern_trust::email_protection};
  return std::ranges::find(types, type) != types.end();
}

std::size_t first_size(CK_ATTRIBUTE_TYPE type) {
  if (is_number(type)) return sizeof(CK_ULONG);
  return type == CKA_VALUE ? 65536 : 4096;
}

}  // namespace

Attributes& Attributes::bytes(CK_ATTRIBUTE_TYPE type, BytesView value) {
  auto& stored = m_values.emplace_back(value.begin(), value.end());
  m_attributes.push_back({type, stored.data(), stored.size()});
  return *this;
}

Attributes& Attributes::number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
  std::array<std::uint8_t, sizeof value> raw;
  std::memcpy(raw.data(), &value, sizeof value);
  return bytes(type, raw);
}

Attributes& Attributes::flag(CK_ATTRIBUTE_TYPE type, bool value) {
  const std::uint8_t raw = value ? CK_TRUE : CK_FALSE;
  return bytes(type, {&raw, 1});
}

Attributes& Attributes::text(CK_ATTRIBUTE_TYPE type, std::string_view value) {
  return bytes(type, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()});
}

Attributes Attributes::token_object(CK_OBJECT_CLASS object_class) {
  Attributes attributes;
  attributes.number(CKA_CLASS, object_class).flag(CKA_TOKEN, true);
  return attributes;
}

Session::Session(PK11SlotInfo* slot, bool writable)
    : m_functions(static_cast<CK_FUNCTION_LIST*>(PK11_GetModule(slot)->functionList)) {
  const CK_FLAGS flags = CKF_SERIAL_SESSION | (writable ? CKF_RW_SESSION : 0);
  check_rv(m_functions->C_OpenSession(PK11_GetSlotID(slot), flags, nullptr, nullptr, &m_handle), reading_failed);
}

Session::~Session() { m_functions->C_CloseSession(m_handle); }

std::vector<CK_OBJECT_HANDLE> Session::find(Attributes wanted) const {
  check_rv(m_functions->C_FindObjectsInit(m_handle, wanted.data(), wanted.size()), reading_failed);
  std::vector<CK_OBJECT_HANDLE> found;
  std::array<CK_OBJECT_HANDLE, 1024> some;
  CK_ULONG count = 0;
  CK_RV rv = CKR_OK;
  do {
    rv = m_functions->C_FindObjects(m_handle, some.data(), some.size(), &count);
    if (rv == CKR_OK) found.insert(found.end(), some.begin(), some.begin() + count);
  } while (rv == CKR_OK && count == some.size());
  m_functions->C_FindObjectsFinal(m_handle);
  check_rv(rv, reading_failed);
  return found;
}

std::optional<CK_OBJECT_HANDLE> Session::find_first(Attributes wanted) const {
  const auto found = find(std::move(wanted));
  if (found.empty()) return std::nullopt;
  return found.front();
}

CK_OBJECT_HANDLE Session::create(Attributes object) const {
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  check_rv(m_functions->C_CreateObject(m_handle, object.data(), object.size(), &made), writing_failed);
  return made;
}

void Session::change(CK_OBJECT_HANDLE object, Attributes changes) const {
  check_rv(m_functions->C_SetAttributeValue(m_handle, object, changes.data(), changes.size()), writing_failed);
}

void Session::destroy(CK_OBJECT_HANDLE object) const {
  check_rv(m_functions->C_DestroyObject(m_handle, object), writing_failed);
}

AttributeReader::AttributeReader(const Session& session, std::initializer_list<CK_ATTRIBUTE_TYPE> types)
    : m_session(session) {
  for (auto type : types) {
    m_buffers.emplace_back(first_size(type));
    m_attributes.push_back({type, nullptr, 0});
  }
}

bool AttributeReader::read(CK_OBJECT_HANDLE object) {
  CK_RV rv = fill(object);
  if (rv == CKR_BUFFER_TOO_SMALL) {
    grow(object);
    rv = fill(object);
  }
  switch (rv) {
    case CKR_OBJECT_HANDLE_INVALID:
      return false;
    case CKR_HOST_MEMORY:
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_MEMORY:
    case CKR_DEVICE_REMOVED:
    case CKR_SESSION_HANDLE_INVALID:
      check_rv(rv, reading_failed);
      return false;
    default:  // the length of each attribute says whether it is there
      return true;
  }
}

CK_RV AttributeReader::fill(CK_OBJECT_HANDLE object) {
  for (std::size_t i = 0; i < m_attributes.size(); ++i) {
    m_attributes[i].pValue = m_buffers[i].data();
    m_attributes[i].ulValueLen = m_buffers[i].size();
  }
  return m_session.functions()->C_GetAttributeValue(m_session.handle(), object, m_attributes.data(),
                                                    m_attributes.size());
}

void AttributeReader::grow(CK_OBJECT_HANDLE object) {
  for (auto& attribute : m_attributes) attribute = {attribute.type, nullptr, 0};
  m_session.functions()->C_GetAttributeValue(m_session.handle(), object, m_attributes.data(),
                                             m_attributes.size());
  for (std::size_t i = 0; i < m_attributes.size(); ++i) {
    const CK_ULONG needed = m_attributes[i].ulValueLen;
    if (needed != absent && needed > m_buffers[i].size()) m_buffers[i].resize(needed);
  }
}

std::optional<BytesView> AttributeReader::bytes(std::size_t index) const {
  const auto& attribute = m_attributes[index];
  if (attribute.ulValueLen == absent) return std::nullopt;
  return BytesView(m_buffers[index].data(), attribute.ulValueLen);
}

std::optional<CK_ULONG> AttributeReader::number(std::size_t index) const {
  const auto raw = bytes(index);
  CK_ULONG value = 0;
  if (raw && raw->size() == sizeof value) {
    std::memcpy(&value, raw->data(), sizeof value);
    return value;
  }
  // An NSS that does not know the attribute hands out the database's own form: four octets, highest first.
  if (!raw || raw->size() != 4) return std::nullopt;
  for (std::uint8_t octet : *raw) value = value << 8 | octet;
  return value;
}

std::optional<bool> AttributeReader::flag(std::size_t index) const {
  const auto raw = bytes(index);
  if (!raw || raw->size() != 1) return std::nullopt;
  return raw->front() != CK_FALSE;
}

}  // namespace nssbridge
