// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace host::front {

/// No core dump and no reading of this process's memory by others of the same user. Called before the first
/// secret; an exec takes it back, so every program calls it for itself.
void keep_memory_private();

}  // namespace host::front
