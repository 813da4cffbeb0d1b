# SPDX-License-Identifier: MPL-2.0
# certferry_embed(OUT NAME FILES...): writes OUT, which defines `embedded_NAME()`, the texts of FILES by their names without the
# last extension. Texts are inside the programs, so that nothing has to be found at run time.
function(certferry_embed output name)
  set(rows "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    get_filename_component(label "${file}" NAME_WLE)
    file(READ "${file}" text)
    string(APPEND rows "    {\"${label}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  file(WRITE "${output}.new" "// Made by cmake/Embed.cmake.
#include <host/protocol/embedded.hpp>

namespace host::protocol {
namespace {
constexpr Embedded rows[] = {
${rows}};
}
std::span<const Embedded> embedded_${name}() { return rows; }
}  // namespace host::protocol
")
  configure_file("${output}.new" "${output}" COPYONLY)
endfunction()
