# SPDX-License-Identifier: MPL-2.0
# The database files seen through SQLite; the fixtures come from both NSS versions, whichever this program runs with.
add_executable(files_tests
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_fixtures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/files_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/file_copies_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/hostile_files_test.cpp)
target_include_directories(files_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(files_tests PRIVATE
  CERTFERRY_TEST_FIXTURES="${CMAKE_BINARY_DIR}/tests/nssbridge/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_LIST_DIR}/../support")
target_link_libraries(files_tests PRIVATE nssbridge nssbridge_files project_options SQLite::SQLite3 doctest::doctest)
add_test(NAME files COMMAND files_tests)
