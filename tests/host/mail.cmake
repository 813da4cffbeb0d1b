# SPDX-License-Identifier: MPL-2.0
# Messages taken apart.
add_executable(mail_tests
  ${CMAKE_CURRENT_LIST_DIR}/mail_entity_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_sender_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(mail_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(mail_tests PRIVATE host_mail doctest::doctest project_options)
add_test(NAME mail COMMAND mail_tests)
