# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge STATIC
  src/check.cpp
  src/session.cpp
  src/library.cpp
  src/token.cpp
  src/token_contents.cpp)
target_link_libraries(nssbridge PUBLIC nssbridge_values PRIVATE project_options PkgConfig::NSS)
