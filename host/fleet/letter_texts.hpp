// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/fleet/forecast.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace host::fleet {

enum class Language { english, german };

/// By the word of the command line, "en" or "de"; nothing for another.
std::optional<Language> language_from(std::string_view word);
std::string_view name_of(Language language);

/// A message to send (RFC 5322, UTF-8 as it is): what the person loses when, where, and what to do. The address has been seen to be one.
std::string letter(const Forecast& forecast, Language language);

/// The same in short, for a calendar.
std::string renewal_title(const Forecast& forecast, Language language);
std::string renewal_text(const Forecast& forecast, Language language);

}  // namespace host::fleet
