# SPDX-License-Identifier: MPL-2.0
# What confinement takes away and what it leaves, each tried in a child process.
add_executable(confinement_tests
  ${CMAKE_CURRENT_LIST_DIR}/confinement_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/limits_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(confinement_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(confinement_tests PRIVATE host_system_calls doctest::doctest project_options)
target_compile_definitions(confinement_tests PRIVATE SANITIZED=${CERTFERRY_SANITIZED})
add_test(NAME confinement COMMAND confinement_tests)
