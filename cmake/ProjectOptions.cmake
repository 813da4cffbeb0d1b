# SPDX-License-Identifier: MPL-2.0
# What every target of the project is built with: language, warnings, hardening, sanitizers.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Werror $<$<CXX_COMPILER_ID:GNU>:-Wshadow> -Wnon-virtual-dtor -Woverloaded-virtual
  -fstack-protector-strong -fvisibility=hidden)
target_compile_definitions(project_options INTERFACE
  CERTFERRY_VERSION="${PROJECT_VERSION}")
if(NOT CERTFERRY_SANITIZE)
  target_compile_definitions(project_options INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
endif()
target_link_options(project_options INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Half of the time of a file goes into the headers of JSON and the standard library: six files are compiled as one. The
# names in their unnamed namespaces have to differ then; what cannot share is named with stands_alone() in its folder.
# -DCMAKE_UNITY_BUILD=OFF compiles each by itself.
option(CMAKE_UNITY_BUILD "Compile several files as one" ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 6)
function(stands_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# Lines and functions, for core files, stack traces and sanitizers; a third less time than with variables and types.
option(CERTFERRY_DEBUGGER "Describe variables and types for a debugger" OFF)
if(NOT CERTFERRY_DEBUGGER)
  target_compile_options(project_options INTERFACE $<$<CONFIG:RelWithDebInfo,Debug>:-g1>)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)

# What sanitizers do themselves goes round some of our own measures: they reserve terabytes of addresses, and look for
# leaks with ptrace.
set(CERTFERRY_SANITIZED false)
if(CERTFERRY_SANITIZE)
  set(CERTFERRY_SANITIZED true)
  target_compile_options(project_options INTERFACE -fsanitize=${CERTFERRY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # A third of the time of a build goes into these, at each use of each pointer. AddressSanitizer stops at a null pointer and
  # beyond an object as well; a class that is another one is so rare here that the first two casts would show it.
  target_compile_options(project_options INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  target_link_options(project_options INTERFACE -fsanitize=${CERTFERRY_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
