# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge STATIC
  src/library.cpp)
target_link_libraries(nssbridge PUBLIC nssbridge_values PRIVATE project_options PkgConfig::NSS)
