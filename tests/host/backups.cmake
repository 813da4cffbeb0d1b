# SPDX-License-Identifier: MPL-2.0
# Backups of real databases.
add_executable(backup_tests
  ${CMAKE_CURRENT_LIST_DIR}/backup_process_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/backups_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/restore_backup_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/backup_profile.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_fixtures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(backup_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(backup_tests PRIVATE
  CERTFERRY_TEST_FIXTURES="${CMAKE_BINARY_DIR}/tests/nssbridge/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_LIST_DIR}/../support")
target_link_libraries(backup_tests PRIVATE host_profiles nssbridge nssbridge_files project_options SQLite::SQLite3
  nlohmann_json::nlohmann_json doctest::doctest)
add_test(NAME backups COMMAND backup_tests)
