// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/export/companion.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/key_file_writer.hpp>

namespace host::exporting {

/// What of a profile is not in the key file. The token is logged in: only trust whose MAC verifies is taken.
Companion rest_of(const nssbridge::Token& token, const store::Contents& contents,
                  const nssbridge::KeyFileContents& key_file);

}  // namespace host::exporting
