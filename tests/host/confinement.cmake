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

# The same library four times, each in a folder of its own under the name of softoken.
set(probe_acts escape compute hoard wait)
foreach(act IN LISTS probe_acts)
  list(FIND probe_acts ${act} number)
  add_library(worker_probe_${act} MODULE ${CMAKE_CURRENT_LIST_DIR}/../support/worker_probe.cpp)
  target_link_libraries(worker_probe_${act} PRIVATE project_options)
  target_compile_definitions(worker_probe_${act} PRIVATE PROBE_ACT=${number})
  set_target_properties(worker_probe_${act} PROPERTIES PREFIX "" OUTPUT_NAME libsoftokn3
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/probes/${act}")
endforeach()
