// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/doctor.hpp>
#include <nssbridge/error.hpp>

#include <filesystem>
#include <string>

namespace host::doctor {

/// The one place that decides what a finding may name, by who reads it.
class Words {
 public:
  Words(Detail detail, std::filesystem::path home) : m_detail(detail), m_home(std::move(home)) {}

  bool tells_everything() const { return m_detail == Detail::everything; }
  Detail detail() const { return m_detail; }
  /// A path of the system as it is; one of a person only to that person. Where every installation of ours
  /// puts something it is told to all, below "~".
  std::string path(const std::filesystem::path& path) const;
  /// "The Thunderbird profile "work"", or by its number.
  std::string profile(const std::string& application, const std::string& name, std::size_t number) const;
  /// An add-on that is not ours.
  std::string extension(const std::string& id) const;

 private:
  Detail m_detail;
  std::filesystem::path m_home;
};

/// What mends something, where it may not be named to who reads.
nssbridge::Fix in_a_terminal();

/// "Firefox" for "firefox".
std::string application_name(const std::string& application);

}  // namespace host::doctor
