# SPDX-License-Identifier: MPL-2.0
# What lies beside a key file, with the system's NSS and with the one that Thunderbird ships.
add_executable(export_tests
  ${CMAKE_CURRENT_LIST_DIR}/companion_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/password_rule_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_fixtures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(export_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(export_tests PRIVATE
  CERTFERRY_TEST_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_LIST_DIR}/../support")
target_link_libraries(export_tests PRIVATE host_export nssbridge nssbridge_files SQLite::SQLite3 doctest::doctest
  nlohmann_json::nlohmann_json project_options)
add_test_with_each_nss(export export_tests)
