#include "tests/support/golden.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace enig::support {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string first_difference(const std::string& wanted_text, const std::string& got_text) {
  const std::vector<std::string> wanted = lines_of(wanted_text);
  const std::vector<std::string> got = lines_of(got_text);
  for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
    const std::string want = i < wanted.size() ? wanted[i] : "(end of file)";
    const std::string have = i < got.size() ? got[i] : "(end of text)";
    if (want != have) {
      return "line " + std::to_string(i + 1) + "\n  golden: " + want + "\n  now:    " + have;
    }
  }
  return "the line feed at the end";
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(ENIG_SOURCE_DIR) + "/" + path, std::ios::binary);
  INFO("cannot read " << path);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

EqualsGolden::EqualsGolden(std::string path) : path_(std::move(path)) {}

bool EqualsGolden::match(const std::string& text) const {
  if (std::getenv("ENIG_UPDATE_GOLDEN") != nullptr) {
    std::ofstream file(std::string(ENIG_SOURCE_DIR) + "/" + path_, std::ios::binary);
    file << text;
    return file.good();
  }
  const std::string golden = read_file(path_);
  if (golden == text) return true;
  difference_ = first_difference(golden, text);
  return false;
}

std::string EqualsGolden::describe() const {
  return "equals " + path_ + (difference_.empty() ? "" : ", but differs at " + difference_);
}

}  // namespace enig::support
