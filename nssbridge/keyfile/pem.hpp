// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <string>
#include <vector>

namespace nssbridge::key_file {

struct PemBlock {
  std::string label;  ///< "CERTIFICATE"
  bool encrypted;     ///< in the old way of PEM itself, with a header line
  Bytes content;
};

bool looks_like_pem(BytesView file);
/// The blocks between BEGIN and END lines (RFC 7468); text around them does not matter. Throws Error(bad_file).
std::vector<PemBlock> pem_blocks(BytesView file);
/// What a text of base64 in lines stands for, without armour, as web pages of authorities hand it out; empty where the file is none.
Bytes bare_base64(BytesView file);

}  // namespace nssbridge::key_file
