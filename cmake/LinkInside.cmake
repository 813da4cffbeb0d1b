# SPDX-License-Identifier: MPL-2.0
# Small libraries become part of our programs where their archives are installed, as the C++ library does: each shared one has
# its symbols looked up at every start, and a browser starts the native host for every page that asks it something.
function(link_inside imported)
  get_target_property(shared ${imported} INTERFACE_LINK_LIBRARIES)
  list(TRANSFORM shared REPLACE "\\.so$" ".a" OUTPUT_VARIABLE archives)
  foreach(archive IN LISTS archives)
    if(NOT EXISTS "${archive}")
      return()
    endif()
  endforeach()
  set_target_properties(${imported} PROPERTIES INTERFACE_LINK_LIBRARIES "${archives}")
endfunction()
