# SPDX-License-Identifier: MPL-2.0
# What makes browsers find the host, and the doctor that says why they do not.
add_executable(install_tests
  ${CMAKE_CURRENT_LIST_DIR}/install_system_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manifest_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(install_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(install_tests PRIVATE host_install doctest::doctest project_options)
add_test(NAME install COMMAND install_tests)
