# SPDX-License-Identifier: MPL-2.0
# Profiles, preferences, selections: what the worker does around NSS.
add_executable(profile_tests
  ${CMAKE_CURRENT_LIST_DIR}/administrator_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/applied_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/discover_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ini_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/locks_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/modules_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pending_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/prefs_parser_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/prefs_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/profile_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/running_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/selection_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(profile_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(profile_tests PRIVATE host_selection host_pending_stamp host_prefs host_profiles doctest::doctest project_options
  nlohmann_json::nlohmann_json)
add_test(NAME profiles COMMAND profile_tests)

add_executable(prefs_probe ${CMAKE_CURRENT_LIST_DIR}/../support/prefs_probe.cpp)
target_link_libraries(prefs_probe PRIVATE host_prefs project_options nlohmann_json::nlohmann_json)
