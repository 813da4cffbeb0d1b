# SPDX-License-Identifier: MPL-2.0
# What goes on around the workers of an audit.
add_executable(scan_tests
  ${CMAKE_CURRENT_LIST_DIR}/scan_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(scan_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(scan_tests PRIVATE host_scan doctest::doctest project_options)
add_test(NAME scan COMMAND scan_tests)
