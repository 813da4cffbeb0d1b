# SPDX-License-Identifier: MPL-2.0
# What `cmake --install` lays down beside the programs: manifests, manual page, completions. Needs no network.
configure_file("${PROJECT_SOURCE_DIR}/cmake/InstallManifests.cmake.in" "${PROJECT_BINARY_DIR}/InstallManifests.cmake" @ONLY)
install(SCRIPT "${PROJECT_BINARY_DIR}/InstallManifests.cmake")

install(FILES "${PROJECT_SOURCE_DIR}/docs/certferry.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")

# The program itself knows its commands.
set(completions "${PROJECT_BINARY_DIR}/completions")
file(MAKE_DIRECTORY "${completions}")
foreach(shell bash zsh fish)
  add_custom_command(TARGET certferry POST_BUILD VERBATIM COMMAND sh -c
    "\"$1\" completion $2 > \"$3/$2\"" sh "$<TARGET_FILE:certferry>" ${shell} "${completions}")
endforeach()
install(FILES "${completions}/bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME certferry)
install(FILES "${completions}/zsh" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" RENAME _certferry)
install(FILES "${completions}/fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" RENAME certferry.fish)
