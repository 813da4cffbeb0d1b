# SPDX-License-Identifier: MPL-2.0
# What every target of the project is built with: language, warnings, hardening, sanitizers.
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -fstack-protector-strong -fvisibility=hidden)
target_compile_definitions(project_options INTERFACE
  CERTFERRY_VERSION="${PROJECT_VERSION}")
if(NOT CERTFERRY_SANITIZE)
  target_compile_definitions(project_options INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
endif()
target_link_options(project_options INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# What sanitizers do themselves goes round some of our own measures: they reserve terabytes of addresses, and look for
# leaks with ptrace.
set(CERTFERRY_SANITIZED false)
if(CERTFERRY_SANITIZE)
  set(CERTFERRY_SANITIZED true)
  target_compile_options(project_options INTERFACE -fsanitize=${CERTFERRY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(project_options INTERFACE -fsanitize=${CERTFERRY_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
