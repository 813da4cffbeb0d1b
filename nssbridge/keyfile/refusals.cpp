// SPDX-License-Identifier: MPL-2.0
#include "refusals.hpp"

#include <nssbridge/error.hpp>

namespace nssbridge::key_file {

void refuse_truncated() {
  throw Error(Kind::bad_file, "The file is cut short: its end is missing. Copy or download it again.");
}

void refuse_damaged() {
  throw Error(Kind::bad_file, "The file is damaged: what stands in it is not what its format prescribes. Copy or download it "
                              "again, or have it made again.");
}

void refuse_unknown() {
  throw Error(Kind::bad_file, "The file holds neither keys nor certificates in a form that is known. Certferry reads PKCS#12 "
                              "(.p12, .pfx), PKCS#7 (.p7b) and certificates (.cer, .crt, .der, .pem).");
}

void refuse_costly() {
  throw Error(Kind::bad_file, "The file asks for more than 5,000,000 rounds of key derivation in all, which no sensible program "
                              "writes. It was not read; have it made again with fewer.");
}

void refuse_algorithm(const std::string& what) {
  throw Error(Kind::unsupported_algorithm, what + ", which NSS, the library of Firefox and Thunderbird, cannot read. Nothing is "
                                                  "wrong with the file or its password.")
      .with_fix({"OpenSSL converts it into a file that can be imported (it asks for the file's password, then twice for one of the new "
                 "file, in which the key stays encrypted):",
                 "openssl pkcs12 -legacy -aes256 -in FILE -out NEW.pem"});
}

}  // namespace nssbridge::key_file
