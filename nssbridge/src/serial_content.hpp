// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

namespace nssbridge {

/// The content octets of a DER INTEGER; the whole of it where it is none (databases of before 2009 hold bare serials).
inline Bytes serial_content(BytesView der) {
  const bool short_form = der.size() >= 2 && der[0] == 0x02 && der[1] < 0x80 && der.size() == 2U + der[1];
  const auto content = short_form ? der.subspan(2) : der;
  return {content.begin(), content.end()};
}

}  // namespace nssbridge
