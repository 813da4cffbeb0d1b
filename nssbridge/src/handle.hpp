// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cert.h>
#include <keyhi.h>
#include <nss.h>
#include <pk11pub.h>
#include <secitem.h>
#include <secmod.h>

#include <memory>

/// Owners for what NSS hands out. One leaked object and NSS_Shutdown fails, so nothing of NSS is held bare.
namespace nssbridge {

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};

template <typename T, auto release>
using Handle = std::unique_ptr<T, Release<release>>;

inline void free_item(SECItem* item) { SECITEM_FreeItem(item, PR_TRUE); }
inline void free_secret_item(SECItem* item) { SECITEM_ZfreeItem(item, PR_TRUE); }
inline void free_arena(PLArenaPool* arena) { PORT_FreeArena(arena, PR_FALSE); }
inline void free_secret_arena(PLArenaPool* arena) { PORT_FreeArena(arena, PR_TRUE); }
inline void free_text(char* text) { PORT_Free(text); }

using SlotHandle = Handle<PK11SlotInfo, PK11_FreeSlot>;
using SymmetricKeyHandle = Handle<PK11SymKey, PK11_FreeSymKey>;
using PublicKeyHandle = Handle<SECKEYPublicKey, SECKEY_DestroyPublicKey>;
using PrivateKeyHandle = Handle<SECKEYPrivateKey, SECKEY_DestroyPrivateKey>;
using CertificateHandle = Handle<CERTCertificate, CERT_DestroyCertificate>;
using CertificateListHandle = Handle<CERTCertList, CERT_DestroyCertList>;
using KeyInfoHandle = Handle<CERTSubjectPublicKeyInfo, SECKEY_DestroySubjectPublicKeyInfo>;
using ItemHandle = Handle<SECItem, free_item>;
using SecretItemHandle = Handle<SECItem, free_secret_item>;
using ArenaHandle = Handle<PLArenaPool, free_arena>;
using SecretArenaHandle = Handle<PLArenaPool, free_secret_arena>;
using TextHandle = Handle<char, free_text>;

}  // namespace nssbridge
