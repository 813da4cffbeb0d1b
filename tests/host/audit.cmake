# SPDX-License-Identifier: MPL-2.0
# What an audit judges by. Keys that others found are used where they are beside the tree.
add_executable(audit_tests
  ${CMAKE_CURRENT_LIST_DIR}/audit_finding_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/known_keys_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rsa_numbers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/shared_primes_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(audit_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(audit_tests PRIVATE CERTFERRY_TEST_CHECKOUT="${PROJECT_SOURCE_DIR}")
target_link_libraries(audit_tests PRIVATE host_audit doctest::doctest project_options)
add_test(NAME audit COMMAND audit_tests)

# The rules, on real certificates.
add_executable(audit_checks_tests
  ${CMAKE_CURRENT_LIST_DIR}/audit_certificates_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_corpora_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_identities_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_keys_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_profile.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_store_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_trust_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_whole_table_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_fixtures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/verdict_fixtures.cpp)
target_include_directories(audit_checks_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(audit_checks_tests PRIVATE
  CERTFERRY_TEST_CHECKOUT="${PROJECT_SOURCE_DIR}"
  CERTFERRY_TEST_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_LIST_DIR}/../support")
target_link_libraries(audit_checks_tests PRIVATE host_audit_checks host_digest nssbridge_files doctest::doctest project_options)
add_test(NAME audit_checks COMMAND audit_checks_tests)
