// SPDX-License-Identifier: MPL-2.0
// In every program that links NSS: memory is wiped when it is given back. Softoken hands parts of a private key to
// realloc while it stores one (measured: primes and exponents of every key stored lay in freed memory, 3.87 and 3.125),
// which frees the old place as it is. And it is noted when there was none: NSS leaves out what it finds no room for,
// and says nothing. Stands in the program itself, so that NSS's calls come here too.
#include <nssbridge/memory.hpp>

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>

extern "C" {

// glibc's own, for those who put themselves before it.
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void __libc_free(void* memory);

}  // extern "C"

namespace {

bool refused = false;

void* noted(void* memory) {
  if (memory == nullptr) refused = true;
  return memory;
}

}  // namespace

namespace nssbridge {

bool memory_was_refused() { return refused; }

}  // namespace nssbridge

extern "C" {

[[gnu::visibility("default")]] void* malloc(size_t size) { return noted(__libc_malloc(size)); }

[[gnu::visibility("default")]] void* calloc(size_t count, size_t size) { return noted(__libc_calloc(count, size)); }

[[gnu::visibility("default")]] void free(void* memory) {
  if (memory != nullptr) explicit_bzero(memory, malloc_usable_size(memory));
  __libc_free(memory);
}

[[gnu::visibility("default")]] void* realloc(void* memory, size_t size) {
  if (memory == nullptr || size == 0) {
    free(memory);
    return size == 0 && memory != nullptr ? nullptr : malloc(size);
  }
  const size_t present = malloc_usable_size(memory);
  const bool fits = size <= present && size >= present / 2;
  if (fits) return memory;
  void* moved = malloc(size);
  if (moved == nullptr) return nullptr;
  memcpy(moved, memory, std::min(present, size));
  free(memory);
  return moved;
}

}  // extern "C"
