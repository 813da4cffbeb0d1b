// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/cms.hpp>
#include <nssbridge/error.hpp>

#include "certificate_parts.hpp"
#include "cms_parts.hpp"

#include <secerr.h>
#include <secoid.h>

#include <array>

namespace nssbridge::cms {
namespace {

struct CipherName {
  SECOidTag tag;
  const char* name;
};

constexpr std::array ciphers{
    CipherName{SEC_OID_AES_256_CBC, "aes256-cbc"}, CipherName{SEC_OID_AES_192_CBC, "aes192-cbc"},
    CipherName{SEC_OID_AES_128_CBC, "aes128-cbc"}, CipherName{SEC_OID_DES_EDE3_CBC, "3des-cbc"},
    CipherName{SEC_OID_RC2_CBC, "rc2-cbc"},        CipherName{SEC_OID_DES_CBC, "des-cbc"},
};

[[noreturn]] void refuse(PRErrorCode error) {
  switch (error) {
    case SEC_ERROR_NOT_A_RECIPIENT:
    case SEC_ERROR_NO_KEY:
      throw Error(Kind::no_private_key, "The message is encrypted to other certificates than those whose keys are in this profile. Name the "
                                        "profile that has the key, or bring the key in with \"certferry import\".");
    case SEC_ERROR_INVALID_ALGORITHM:
    case SEC_ERROR_UNSUPPORTED_KEYALG:
    case SEC_ERROR_UNSUPPORTED_MESSAGE_TYPE:
    case SEC_ERROR_UNRECOGNIZED_OID:
      throw Error(Kind::unsupported_algorithm, "The message is encrypted in a way that this NSS cannot read. A newer Thunderbird may.");
    default: refuse_message();
  }
}

std::string name_of(NSSCMSContentInfo& info) {
  const auto tag = NSS_CMSContentInfo_GetContentEncAlgTag(&info);
  for (const auto& each : ciphers)
    if (each.tag == tag) return each.name;
  return dotted_oid(view(info.contentEncAlg.algorithm));
}

}  // namespace

OpenedMessage decrypt(BytesView message) {
  const auto opened = decoded_message(message);
  if (!opened) refuse(PORT_GetError());
  auto* data = static_cast<NSSCMSEnvelopedData*>(outermost(*opened, SEC_OID_PKCS7_ENVELOPED_DATA));
  const SECItem* content = NSS_CMSMessage_GetContent(opened.get());
  if (content == nullptr) refuse_message();
  return {copy(*content), name_of(data->contentInfo)};
}

}  // namespace nssbridge::cms
