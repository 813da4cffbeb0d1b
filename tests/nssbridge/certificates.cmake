# SPDX-License-Identifier: MPL-2.0
# What certificates say and what is made of them; with both NSS like the other tests.
add_executable(nssbridge_certificate_tests
  ../support/test_main.cpp
  ../support/nss_fixtures.cpp
  ../support/nss_objects.cpp
  ../support/verdict_fixtures.cpp
  builtin_roots_test.cpp
  bulk_cipher_test.cpp
  certificate_test.cpp
  proof_test.cpp
  verdict_lists_test.cpp
  verdict_table_test.cpp
  verdict_test.cpp
  international_address_test.cpp)
target_include_directories(nssbridge_certificate_tests PRIVATE ..)
target_compile_definitions(nssbridge_certificate_tests PRIVATE
  CERTFERRY_TEST_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_SOURCE_DIR}/../support")
target_link_libraries(nssbridge_certificate_tests PRIVATE
  nssbridge nssbridge_files project_options SQLite::SQLite3 doctest::doctest)

add_test_with_each_nss(nssbridge_certificates nssbridge_certificate_tests)

# For tests/end_to_end/test_verdict_agreement.py.
find_package(nlohmann_json 3.11 REQUIRED)
add_executable(verdict_probe ../support/verdict_probe.cpp)
target_link_libraries(verdict_probe PRIVATE nssbridge project_options nlohmann_json::nlohmann_json)
