# SPDX-License-Identifier: MPL-2.0
# Reports of an audit, and the hashes in them.
add_executable(report_tests
  ${CMAKE_CURRENT_LIST_DIR}/digest_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/people_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_baseline_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_fleet_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_redaction_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_formats_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(report_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(report_tests PRIVATE host_audit host_digest host_report doctest::doctest project_options)
add_test(NAME report COMMAND report_tests)
add_executable(report_probe ${CMAKE_CURRENT_LIST_DIR}/../support/report_probe.cpp)
target_link_libraries(report_probe PRIVATE host_report project_options)
