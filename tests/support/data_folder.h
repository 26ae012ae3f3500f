// Real votes with known answers, where this machine has them: the folder that ENIG_DATA_DIR names.
//
//     const std::filesystem::path data = support::data_folder();   // or the test is skipped
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>

namespace enig::support {

inline std::filesystem::path data_folder() {
  const char* const folder = std::getenv("ENIG_DATA_DIR");
  if (folder == nullptr || *folder == '\0') {
    SKIP("ENIG_DATA_DIR names no folder of votes with known answers");
  }
  REQUIRE(std::filesystem::is_directory(folder));
  return folder;
}

}  // namespace enig::support
