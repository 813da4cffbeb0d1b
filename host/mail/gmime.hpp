// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <gmime/gmime.h>

#include <memory>
#include <string_view>

/// Owners for what GMime hands out.
namespace host::mail {

struct Unreference {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unreference>;

/// Once per process; GMime counts.
inline void start_gmime() {
  static const bool started = (g_mime_init(), true);
  static_cast<void>(started);
}

inline Owned<GMimeStream> stream_of(std::string_view octets) {
  return Owned<GMimeStream>(g_mime_stream_mem_new_with_buffer(octets.data(), octets.size()));
}

}  // namespace host::mail
