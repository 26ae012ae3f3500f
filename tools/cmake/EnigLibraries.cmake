# Other people's code. CMake first looks for the package (Debian, or what tools/setup fetched), and
# only then for the upstream release archive, pinned by version and hash. Headers are SYSTEM: our
# warnings are for our code.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)

function(enig_header_library target directory)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE "${directory}")
endfunction()

# JSON. The web build takes the headers that tools/setup copied: the system's include folder is not
# for it.
if(EMSCRIPTEN AND EXISTS "${ENIG_TOOLCHAIN_DIR}/web-include/nlohmann/json.hpp")
  enig_header_library(nlohmann_json::nlohmann_json "${ENIG_TOOLCHAIN_DIR}/web-include")
else()
  FetchContent_Declare(nlohmann_json SYSTEM
    URL https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
    URL_HASH SHA256=8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f
    FIND_PACKAGE_ARGS 3.11)
  FetchContent_MakeAvailable(nlohmann_json)
endif()
add_library(enig_json INTERFACE)
target_link_libraries(enig_json INTERFACE nlohmann_json::nlohmann_json)
if(EMSCRIPTEN)
  target_compile_definitions(enig_json INTERFACE JSON_NOEXCEPTION)
endif()

# Text formatting. Header-only on the web, so that only what is used is carried.
if(EMSCRIPTEN AND EXISTS "${ENIG_TOOLCHAIN_DIR}/web-include/fmt/core.h")
  enig_header_library(fmt::fmt-header-only "${ENIG_TOOLCHAIN_DIR}/web-include")
else()
  FetchContent_Declare(fmt SYSTEM
    URL https://github.com/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz
    URL_HASH SHA256=5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2
    FIND_PACKAGE_ARGS 9)
  FetchContent_MakeAvailable(fmt)
endif()
add_library(enig_fmt INTERFACE)
if(EMSCRIPTEN)
  target_link_libraries(enig_fmt INTERFACE fmt::fmt-header-only)
  target_compile_definitions(enig_fmt INTERFACE FMT_HEADER_ONLY FMT_EXCEPTIONS=0
    FMT_USE_FLOAT=0 FMT_USE_DOUBLE=0 FMT_USE_LONG_DOUBLE=0  # nobody sees a fraction there; 40 KB
    "FMT_STATIC_THOUSANDS_SEPARATOR=','")  # no locales: 60 KB
else()
  target_link_libraries(enig_fmt INTERFACE fmt::fmt)
endif()

include(EnigImGui)
include(EnigArgon2)

if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3>=3.38)
  pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq>=14)
  pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
  pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc>=1.0 libbrotlidec>=1.0)
  pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib>=1.2)
  pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl>=3.0)
  pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.85)
  pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus>=3.2)
  pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2>=2.3)
  find_package(Boost 1.74 REQUIRED)
  find_package(Eigen3 3.4 REQUIRED NO_MODULE)
  add_library(enig_eigen INTERFACE)
  target_link_libraries(enig_eigen INTERFACE Eigen3::Eigen)
  find_library(ENIG_LIBCSV csv REQUIRED)
  # For its header: staff/qr.cpp loads the library when it is asked for a picture.
  find_path(ENIG_QRENCODE_INCLUDE qrencode.h REQUIRED)
  if(ENIG_TESTS)
    FetchContent_Declare(Catch2 SYSTEM
      URL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
      URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
      FIND_PACKAGE_ARGS 3.5)
    FetchContent_MakeAvailable(Catch2)
    if(catch2_SOURCE_DIR)
      list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
    endif()
    include(CTest)
    include(Catch)
  endif()
endif()
