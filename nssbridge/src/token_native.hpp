// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/library.hpp>

#include "handle.hpp"
#include "session.hpp"

namespace nssbridge {

/// A slot of softoken; one that was made with SECMOD_OpenUserDB is taken away again at the end.
class OpenSlot {
 public:
  OpenSlot(SlotHandle slot, bool extra) : m_slot(std::move(slot)), m_extra(extra) {}
  ~OpenSlot() {
    if (m_extra) SECMOD_CloseUserDB(m_slot.get());
  }
  OpenSlot(const OpenSlot&) = delete;
  PK11SlotInfo* get() const { return m_slot.get(); }

 private:
  SlotHandle m_slot;
  bool m_extra;
};

/// One opened database on the side of NSS.
struct Token::Native {
  Native(SlotHandle owned_slot, bool extra_slot, std::filesystem::path of_folder, bool may_write)
      : slot(std::move(owned_slot), extra_slot),
        session(slot.get(), may_write),
        folder(std::move(of_folder)),
        writable(may_write) {}

  OpenSlot slot;
  Session session;  ///< ends before the slot does
  std::filesystem::path folder;
  bool writable;
};

/// Throws Error(password_required) unless keys can be read and used.
void require_login(const Token& token);

}  // namespace nssbridge
