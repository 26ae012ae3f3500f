# How every target of ours is compiled.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# The native program lies at build/<preset>/enig.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

add_library(enig_warnings INTERFACE)
target_compile_options(enig_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-align -Wunused -Woverloaded-virtual -Wdouble-promotion
  -Wimplicit-fallthrough)

# One exception model per build: the web has none in any file, native builds have them in every
# file.
if(EMSCRIPTEN)
  # NDEBUG is for the libraries' asserts, whose sentences weigh; ENIG_CHECK stays on. Files are
  # named from the project's folder, not from this machine's.
  add_compile_options(-fno-exceptions -fno-rtti -Oz -flto -DNDEBUG
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
  add_link_options(-fno-exceptions -fno-rtti -Oz -flto)
elseif(ENIG_SANITIZE)
  add_compile_options(-fsanitize=${ENIG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ENIG_SANITIZE})
endif()
if(ENIG_FUZZ)
  # The fuzzer can only look for new paths where the code tells it which ones were taken.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
