# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge_files STATIC
  files/contents.cpp
  files/copies.cpp
  files/database.cpp
  files/inspect.cpp
  files/password_record.cpp
  files/plain_file.cpp
  files/rows.cpp
  files/schema.cpp)
target_link_libraries(nssbridge_files PUBLIC nssbridge_values PRIVATE project_options SQLite::SQLite3)
