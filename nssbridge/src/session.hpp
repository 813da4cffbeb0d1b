// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <pk11pub.h>
#include <pkcs11.h>

#include <deque>
#include <initializer_list>
#include <optional>
#include <vector>

/// Softoken's own PKCS#11 functions. NSS's layers above them ask for a trust record with every certificate they
/// make, which turns listing into quadratic work; and they open one transaction per attribute.
namespace nssbridge {

/// Attributes of an object to look for, to create or to change; owns the values.
class Attributes {
 public:
  Attributes& bytes(CK_ATTRIBUTE_TYPE type, BytesView value);
  Attributes& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value);
  Attributes& flag(CK_ATTRIBUTE_TYPE type, bool value);
  Attributes& text(CK_ATTRIBUTE_TYPE type, std::string_view value);
  /// CKA_CLASS, and CKA_TOKEN true.
  static Attributes token_object(CK_OBJECT_CLASS object_class);

  CK_ATTRIBUTE* data() { return m_attributes.data(); }
  CK_ULONG size() const { return m_attributes.size(); }

 private:
  std::deque<Bytes> m_values;
  std::vector<CK_ATTRIBUTE> m_attributes;
};

/// One session with one slot, closed at the end.
class Session {
 public:
  Session(PK11SlotInfo* slot, bool writable);
  ~Session();
  Session(const Session&) = delete;

  std::vector<CK_OBJECT_HANDLE> find(Attributes wanted) const;
  std::optional<CK_OBJECT_HANDLE> find_first(Attributes wanted) const;
  CK_OBJECT_HANDLE create(Attributes object) const;
  /// One transaction for each attribute.
  void change(CK_OBJECT_HANDLE object, Attributes changes) const;
  void destroy(CK_OBJECT_HANDLE object) const;

  CK_FUNCTION_LIST* functions() const { return m_functions; }
  CK_SESSION_HANDLE handle() const { return m_handle; }

 private:
  CK_FUNCTION_LIST* m_functions;
  CK_SESSION_HANDLE m_handle = CK_INVALID_HANDLE;
};

/// Reads the same attributes of many objects with one call each, into buffers that are made once.
class AttributeReader {
 public:
  AttributeReader(const Session& session, std::initializer_list<CK_ATTRIBUTE_TYPE> types);
  /// False: the object was deleted meanwhile, by us or by another process.
  bool read(CK_OBJECT_HANDLE object);
  /// What was read last, in the order of the constructor's list; valid until the next read. Nothing where the object
  /// has no such attribute, or its MAC does not verify.
  std::optional<BytesView> bytes(std::size_t index) const;
  std::optional<CK_ULONG> number(std::size_t index) const;
  std::optional<bool> flag(std::size_t index) const;

 private:
  CK_RV fill(CK_OBJECT_HANDLE object);
  void grow(CK_OBJECT_HANDLE object);

  const Session& m_session;
  std::vector<Bytes> m_buffers;
  std::vector<CK_ATTRIBUTE> m_attributes;
};

/// Empty for nothing.
inline Bytes copy(std::optional<BytesView> view) { return view ? Bytes(view->begin(), view->end()) : Bytes{}; }

}  // namespace nssbridge
