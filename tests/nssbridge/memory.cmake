# SPDX-License-Identifier: MPL-2.0
# What is left in memory. By itself, since sanitizers keep freed memory.
add_executable(memory_tests
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_fixtures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/nss_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/memory_test.cpp)
target_include_directories(memory_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(memory_tests PRIVATE
  CERTFERRY_TEST_FIXTURES="${CMAKE_CURRENT_BINARY_DIR}/fixtures"
  CERTFERRY_TEST_SUPPORT="${CMAKE_CURRENT_LIST_DIR}/../support")
target_link_libraries(memory_tests PRIVATE nssbridge nssbridge_files project_options SQLite::SQLite3 doctest::doctest)
add_test_with_each_nss(memory memory_tests)
