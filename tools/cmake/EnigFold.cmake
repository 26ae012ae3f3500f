# enig_fold_table(file): the table by which a search folds letters, from the Unicode data of the
# python3 that is there. Written when the project is configured, like the words.
function(enig_fold_table output)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(script "${PROJECT_SOURCE_DIR}/tools/cmake/fold_table.py")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${script}")
  cmake_path(GET output PARENT_PATH folder)
  file(MAKE_DIRECTORY "${folder}")
  execute_process(COMMAND "${Python3_EXECUTABLE}" "${script}" "${output}"
    COMMAND_ERROR_IS_FATAL ANY)
endfunction()
