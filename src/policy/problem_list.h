// Collects one file's problems by byte offset, and turns the offsets into lines and columns at
// last.
//
//     ProblemList problems("parks.json", json);
//     problems.add(at, "The text is blank.", "Write the words, or take the field away.");
//     return std::unexpected(std::move(problems).take());
//
// Keeps views of the name and the source: both must outlive it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"
#include "policy/problem.h"

namespace enig::policy {

class ProblemList {
 public:
  struct Place {
    std::size_t line;    // 1-based
    std::size_t column;  // 1-based, in code points; a byte order mark is not counted
  };

  ProblemList(std::string_view file_name, std::string_view source);

  // `at` is a byte offset into the source; its size means the end of the file.
  void add(std::size_t at, Sentence what, Sentence remedy);

  [[nodiscard]] bool empty() const { return found_.empty(); }
  // True when more problems would only be counted, not kept: time to stop looking for cheap ones.
  [[nodiscard]] bool full() const;
  [[nodiscard]] Place place(std::size_t at) const;
  [[nodiscard]] std::size_t line(std::size_t at) const { return place(at).line; }

  // The problems by their place. Over limits::problems_reported_max, the last one tells how many
  // more there are.
  [[nodiscard]] std::vector<Problem> take() &&;

 private:
  struct Found {
    std::size_t at;
    std::size_t number;  // problems of one place stay in the order in which they were found
    Sentence what;
    Sentence remedy;
  };

  std::string_view file_name_;
  std::string_view source_;
  std::vector<std::size_t> line_starts_;  // byte offset of each line's first character
  std::vector<Found> found_;
  std::size_t not_kept_ = 0;
};

}  // namespace enig::policy
