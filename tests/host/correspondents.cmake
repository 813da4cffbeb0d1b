# SPDX-License-Identifier: MPL-2.0
# What somebody can be learnt from.
add_executable(correspondents_tests
  ${CMAKE_CURRENT_LIST_DIR}/correspondents_given_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(correspondents_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(correspondents_tests PRIVATE host_correspondents doctest::doctest project_options)
add_test(NAME correspondents COMMAND correspondents_tests)
