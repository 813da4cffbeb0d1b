# SPDX-License-Identifier: MPL-2.0
# manifests/identity.json is where the names that browsers know us by are written; host/identity.hpp is made from it.
file(READ "${PROJECT_SOURCE_DIR}/manifests/identity.json" identity)
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS manifests/identity.json)
foreach(member name description extension liveExtension)
  string(JSON IDENTITY_${member} GET "${identity}" ${member})
endforeach()
configure_file("${PROJECT_SOURCE_DIR}/manifests/identity.hpp.in" "${PROJECT_BINARY_DIR}/generated/host/identity.hpp" @ONLY)
add_library(host_identity INTERFACE)
target_include_directories(host_identity INTERFACE "${PROJECT_BINARY_DIR}/generated")
