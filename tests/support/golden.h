// Compares a text with a golden file and says, on failure, which line differs and how.
//
//     CHECK_THAT(page::to_text(page), support::equals_golden("tests/page/topic_fresh.txt"));
//
// With ENIG_UPDATE_GOLDEN=1 in the environment the file is written anew; read the difference before
// you commit it.
#pragma once

#include <catch2/matchers/catch_matchers.hpp>
#include <string>

namespace enig::support {

class EqualsGolden : public Catch::Matchers::MatcherBase<std::string> {
 public:
  explicit EqualsGolden(std::string path);
  bool match(const std::string& text) const override;
  [[nodiscard]] std::string describe() const override;

 private:
  std::string path_;  // below the source folder
  mutable std::string difference_;
};

[[nodiscard]] inline EqualsGolden equals_golden(std::string path) {
  return EqualsGolden(std::move(path));
}

// The file's bytes; fails the test where it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace enig::support
