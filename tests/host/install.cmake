# SPDX-License-Identifier: MPL-2.0
# What makes browsers find the host, and the doctor that says why they do not.
add_executable(install_tests
  ${CMAKE_CURRENT_LIST_DIR}/doctor_exchange_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/doctor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/install_system_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manifest_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(install_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(install_tests PRIVATE host_doctor host_identity doctest::doctest project_options)
add_test(NAME install COMMAND install_tests)

add_executable(worker_doctor_tests
  ${CMAKE_CURRENT_LIST_DIR}/worker_doctor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../support/test_main.cpp)
target_include_directories(worker_doctor_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(worker_doctor_tests PRIVATE host_worker_doctor doctest::doctest project_options)
add_test(NAME worker_doctor COMMAND worker_doctor_tests)
