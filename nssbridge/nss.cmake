# SPDX-License-Identifier: MPL-2.0
add_library(nssbridge STATIC
  src/builtin_roots.cpp
  src/builtin_roots_data.S
  src/bulk_cipher.cpp
  src/certificate.cpp
  src/certificate_bundle.cpp
  src/certificate_algorithms.cpp
  src/certificate_extensions.cpp
  src/certificate_names.cpp
  src/certificate_oid.cpp
  src/check.cpp
  src/cms_decrypt.cpp
  src/cms_parts.cpp
  src/cms_signed.cpp
  src/session.cpp
  src/international_address.cpp
  src/library.cpp
  src/module.cpp
  src/token.cpp
  src/token_contents.cpp
  src/stored_form.cpp
  src/row_meaning.cpp
  src/store_certificate.cpp
  src/trust_record.cpp
  src/trust_read.cpp
  src/trust_write.cpp
  src/name_constraints.cpp
  src/opened_key_file.cpp
  src/password_cipher.cpp
  src/password_forms.cpp
  src/public_material.cpp
  src/proof.cpp
  src/proof_cms.cpp
  src/signature_check.cpp
  src/verdict.cpp
  src/verdict_address.cpp
  src/verdict_checks.cpp
  src/verdict_classic.cpp
  src/verdict_knowledge.cpp
  src/verdict_path.cpp
  src/verdict_picker.cpp
  src/verdict_reasons.cpp
  src/der_writer.cpp
  src/file_password.cpp
  src/key_file_check.cpp
  src/key_file_opening.cpp
  src/key_file_writer.cpp
  src/pkcs12_write.cpp
  src/utf16.cpp
  src/sealed.cpp
  src/smime_profile.cpp
  src/move.cpp)
# Their structs have members of unnamed types.
stands_alone(src/module.cpp src/opened_key_file.cpp)
target_link_libraries(nssbridge PUBLIC nssbridge_values nssbridge_key_file PRIVATE project_options PkgConfig::NSS PkgConfig::IDN2)

# Every program with NSS in it wipes what it frees. AddressSanitizer brings an allocator of its own.
if(CERTFERRY_SANITIZE MATCHES "address")
  set(CERTFERRY_ALLOCATOR plain_allocator.cpp)
else()
  set(CERTFERRY_ALLOCATOR wiping_allocator.cpp)
endif()
target_sources(nssbridge INTERFACE
  "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${CMAKE_CURRENT_LIST_DIR}/src/${CERTFERRY_ALLOCATOR}>")

set(CERTFERRY_ROOTS_FILE "${CMAKE_CURRENT_SOURCE_DIR}/roots/thunderbird.txt")
set_source_files_properties(src/builtin_roots_data.S PROPERTIES
  COMPILE_DEFINITIONS "CERTFERRY_ROOTS_FILE=\"${CERTFERRY_ROOTS_FILE}\""
  OBJECT_DEPENDS "${CERTFERRY_ROOTS_FILE}")
