# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge_files STATIC
  files/inspect.cpp)
target_link_libraries(nssbridge_files PUBLIC nssbridge_values PRIVATE project_options SQLite::SQLite3)
