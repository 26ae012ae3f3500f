# enig_words(OUTPUT folder LANGUAGES nb en NOT_IN_BROWSER "^letter_"): the words of
# assets/words/<language>.json, as C++ for the server, and as <folder>/words.<language>.txt for the
# browser's program: the language, and then a line for each word. A word whose key matches
# NOT_IN_BROWSER is never said there, and its line is empty.
#
# The first language's keys become `enum class Word`; every other file must have the same keys in
# the same order, and configuring stops with the name of the missing one if it has not.
function(enig_words)
  cmake_parse_arguments(WORDS "" "OUTPUT;NOT_IN_BROWSER" "LANGUAGES" ${ARGN})
  set(keys "")
  set(tables "")
  set(rows "")
  set(names "")
  foreach(language IN LISTS WORDS_LANGUAGES)
    set(file "${PROJECT_SOURCE_DIR}/assets/words/${language}.json")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" json)
    string(JSON count LENGTH "${json}")
    math(EXPR last "${count} - 1")
    set(own_keys "")
    set(lines "${language}\n")
    string(APPEND tables "constexpr std::string_view ${language}_words[] = {\n")
    foreach(i RANGE ${last})
      string(JSON key MEMBER "${json}" ${i})
      string(JSON word GET "${json}" "${key}")
      list(APPEND own_keys "${key}")
      string(APPEND tables "    R\"word(${word})word\",\n")
      if(WORDS_NOT_IN_BROWSER AND key MATCHES "${WORDS_NOT_IN_BROWSER}")
        set(word "")
      endif()
      string(APPEND lines "${word}\n")
    endforeach()
    file(CONFIGURE OUTPUT "${WORDS_OUTPUT}/words.${language}.txt" CONTENT "@lines@" @ONLY)
    string(JSON name GET "${json}" language_name)
    string(APPEND names "    {\"${language}\", R\"word(${name})word\"},\n")
    string(APPEND tables "};\n\n")
    string(APPEND rows "    {\"${language}\", ${language}_words},\n")
    if(keys STREQUAL "")
      set(keys "${own_keys}")
      list(GET WORDS_LANGUAGES 0 first)
    elseif(NOT keys STREQUAL own_keys)
      set(missing ${keys})
      list(REMOVE_ITEM missing ${own_keys})
      set(extra ${own_keys})
      list(REMOVE_ITEM extra ${keys})
      message(FATAL_ERROR
        "assets/words/${language}.json must have the keys of ${first}.json in the same order."
        " Missing: [${missing}]. Not in ${first}.json: [${extra}].")
    endif()
  endforeach()
  list(LENGTH keys count)
  list(JOIN keys ",\n  " enumerators)
  file(CONFIGURE OUTPUT "${WORDS_OUTPUT}/page/word.h" CONTENT
"// Made from assets/words/*.json by CMake.
#pragma once

#include <cstddef>

namespace enig::page {

enum class Word {
  @enumerators@
};
inline constexpr std::size_t word_count = @count@;

}  // namespace enig::page
" @ONLY)
  file(CONFIGURE OUTPUT "${WORDS_OUTPUT}/page/words_data.inc" CONTENT
"// Made from assets/words/*.json by CMake.
@tables@constexpr Table tables[] = {
@rows@};
" @ONLY)
  file(CONFIGURE OUTPUT "${WORDS_OUTPUT}/page/languages_data.inc" CONTENT
"// Made from assets/words/*.json by CMake.
constexpr Language languages[] = {
@names@};
" @ONLY)
endfunction()
