# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge_key_file STATIC
  keyfile/algorithms.cpp
  keyfile/ber.cpp
  keyfile/key_file.cpp
  keyfile/pem.cpp
  keyfile/pkcs12.cpp
  keyfile/refusals.cpp)
target_link_libraries(nssbridge_key_file PUBLIC nssbridge_values PRIVATE project_options)
