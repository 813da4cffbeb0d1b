# SPDX-License-Identifier: MPL-2.0
# Channel, protocol, text, front, command line and native host: everything that links neither NSS nor SQLite.
add_executable(front_tests
  ${CMAKE_CURRENT_LIST_DIR}/channel_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/child_process_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/command_line_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/configuration_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dialog_secrets_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dialog_lengths_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dialog_texts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/error_json_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exchanges_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mending_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/module_arguments_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_caller_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_file_password_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_frames_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_line_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_message_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_parts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_pending_watch_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_progress_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/native_write_consent_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/nss_folders_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/operations_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/passwords_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/printable_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/render_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/schema_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/strict_json_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/waiter_process_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(front_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_compile_definitions(front_tests PRIVATE CERTFERRY_EXCHANGES="${PROJECT_SOURCE_DIR}/tests/exchanges")
target_link_libraries(front_tests PRIVATE host_cli host_native doctest::doctest project_options)
add_test(NAME front COMMAND front_tests)
