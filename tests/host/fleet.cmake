# SPDX-License-Identifier: MPL-2.0
# Results of a fleet: what is believed of them, what is kept, who loses what.
add_executable(fleet_tests
  ${CMAKE_CURRENT_LIST_DIR}/fleet_difference_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fleet_forecast_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fleet_letters_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fleet_reader_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fleet_state_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(fleet_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(fleet_tests PRIVATE host_fleet doctest::doctest project_options)
add_test(NAME fleet_results COMMAND fleet_tests)
