// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/configuration.hpp>
#include <nssbridge/error.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace host::native {

/// Who started us, as far as that can be told: an id in the arguments is what the browser says, no proof.
struct Caller {
  /// What stands in the arguments where browsers put the add-on's id. Nothing if there are no arguments: a
  /// portal may pass none, and has compared the id itself.
  std::optional<std::string> id;
  /// The process that started us.
  int process = 0;
};

/// `arguments` without the program's own name: MANIFEST-PATH EXTENSION-ID.
Caller caller_from(std::span<const char* const> arguments, int process);

enum class Access {
  everything,
  reading,       ///< a write needs the person's word first
  introduction,  ///< only what helps to become allowed
};

Access access_of(const Caller& caller, const front::Configuration& configuration);

/// Does a caller with that access get an answer to `method`, possibly after the person was asked?
bool may_call(Access access, std::string_view method);

/// What a caller with Access::introduction is told. Names the id only if it is a valid one.
nssbridge::Error refusal_of(const Caller& caller);

}  // namespace host::native
