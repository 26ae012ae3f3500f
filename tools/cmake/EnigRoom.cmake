# enig_room(opinion SOURCES tally.cpp … DEPENDS policy … LIBRARIES nlohmann_json::nlohmann_json …)
#
# Defines the static library enig_opinion, with the alias enig::opinion. DEPENDS are rooms (public),
# LIBRARIES are other people's code and stay private, because their headers are included in .cpp
# files only.
function(enig_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  add_library(enig_${name} STATIC ${ROOM_SOURCES})
  add_library(enig::${name} ALIAS enig_${name})
  target_include_directories(enig_${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
  foreach(room IN LISTS ROOM_DEPENDS)
    target_link_libraries(enig_${name} PUBLIC enig::${room})
  endforeach()
  target_link_libraries(enig_${name}
    PUBLIC ${ROOM_PUBLIC_LIBRARIES}
    PRIVATE ${ROOM_LIBRARIES} enig_warnings)
endfunction()

# enig_test(opinion SOURCES tally_test.cpp … DEPENDS opinion …): one Catch2 program per room; every
# case is a CTest.
function(enig_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_executable(${name}_test ${TEST_SOURCES})
  set_target_properties(${name}_test PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  target_compile_definitions(${name}_test PRIVATE ENIG_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}")
  foreach(room IN LISTS TEST_DEPENDS)
    target_link_libraries(${name}_test PRIVATE enig::${room})
  endforeach()
  target_link_libraries(${name}_test PRIVATE ${TEST_LIBRARIES} Catch2::Catch2WithMain enig_warnings)
  catch_discover_tests(${name}_test TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST)
endfunction()
