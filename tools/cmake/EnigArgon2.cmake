# The reference implementation of Argon2, as what a device computes in. It has no build for
# WebAssembly, so its files are named here; natively only tests use it, beside libsodium's.
FetchContent_Declare(argon2 SYSTEM
  URL https://github.com/P-H-C/phc-winner-argon2/archive/refs/tags/20190702.tar.gz
  URL_HASH SHA256=daf972a89577f8772602bf2eb38b6a3dd3d922bf5724d45e7f9589b5e830442c)
FetchContent_GetProperties(argon2)
if(NOT argon2_POPULATED)
  FetchContent_Populate(argon2)
endif()

add_library(argon2 STATIC EXCLUDE_FROM_ALL
  "${argon2_SOURCE_DIR}/src/argon2.c"
  "${argon2_SOURCE_DIR}/src/blake2/blake2b.c"
  "${argon2_SOURCE_DIR}/src/core.c"
  "${argon2_SOURCE_DIR}/src/encoding.c"
  "${argon2_SOURCE_DIR}/src/ref.c")
target_include_directories(argon2 SYSTEM PUBLIC "${argon2_SOURCE_DIR}/include")
target_compile_definitions(argon2 PRIVATE ARGON2_NO_THREADS)
if(EMSCRIPTEN)
  # Its time is what it is for; the rest of the web build is made small.
  target_compile_options(argon2 PRIVATE -O3)
endif()
