// Something in a publisher's file that must be mended, with its place and how.
//
//     const Problem problem{"naering.json", 12, 7, Severity::error, "The text is blank.",
//                           "Write the words."};
//     fmt::print("{}\n", to_text(problem));
//     // naering.json:12:7: error: The text is blank. Write the words.
#pragma once

#include <compare>
#include <cstddef>
#include <span>
#include <string>

namespace enig::policy {

enum class Severity {
  error,    // the file is refused
  warning,  // the file is used, but somebody should look
};

struct Problem {
  std::string file;        // as it was named to the parser
  std::size_t line = 1;    // 1-based
  std::size_t column = 1;  // 1-based, in code points
  Severity severity = Severity::error;
  std::string what;    // one or more sentences
  std::string remedy;  // one or more sentences

  friend auto operator<=>(const Problem&, const Problem&) = default;
};

// "file:line:column: error: what remedy", without a line feed.
[[nodiscard]] std::string to_text(const Problem& problem);

// One line for each problem, each ended by a line feed.
[[nodiscard]] std::string to_text(std::span<const Problem> problems);

}  // namespace enig::policy
