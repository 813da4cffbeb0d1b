// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// What all fuzz targets share. An exception other than nssbridge::Error is a find.
namespace fuzz {

/// Ends the process where a promise is broken, so that libFuzzer keeps the input.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "BROKEN PROMISE: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// The parts of an input that stands for several files, divided by lines "%%"; absent ones are empty.
template <std::size_t count>
std::array<std::string_view, count> parts_of(std::string_view input) {
  constexpr std::string_view divider = "%%\n";
  std::array<std::string_view, count> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = i + 1 < count ? input.find(divider) : std::string_view::npos;
    parts[i] = input.substr(0, end);
    input = end == std::string_view::npos ? std::string_view() : input.substr(end + divider.size());
  }
  return parts;
}

/// What errors promise: a sentence of our own, harmless for a terminal.
inline void check_error(const nssbridge::Error& error) {
  promise(!error.message().empty(), "an error says something");
  for (const char c : error.message()) promise(c >= ' ' && c <= '~', "an error quotes nothing");
}

/// Runs `action`; its result, or nothing where it threw an Error.
template <typename Action>
auto unless_refused(Action action) -> std::optional<decltype(action())> {
  try {
    return action();
  } catch (const nssbridge::Error& error) {
    check_error(error);
    return std::nullopt;
  }
}

}  // namespace fuzz
