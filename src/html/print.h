// A Page as HTML: readable, answerable and complete without script.
//
//     std::string card = html::print(node);   // one subtree, as the browser inserts it
//     std::string all = html::print(page);    // the whole tree, with the form's hidden fields
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "page/node.h"

namespace enig::html {

// Bytes [begin, end) of a leaf's text that are one line where it is painted.
struct LineOfWords {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_hyphenated = false;  // it ends within a word: a hyphen is shown
};

// Who knows where a leaf's lines break. Without one, or where it knows none, the browser breaks
// them.
class LineSource {
 public:
  virtual ~LineSource() = default;
  // Valid until the next call.
  [[nodiscard]] virtual std::span<const LineOfWords> lines_of(const page::Node& leaf) = 0;

 protected:
  LineSource() = default;
  LineSource(const LineSource&) = default;
  LineSource& operator=(const LineSource&) = default;
};

[[nodiscard]] std::string print(const page::Page& page);

// A node and all below it. Its buttons post to the anchor of the nearest group or section in it or,
// at its top, of `anchor`.
[[nodiscard]] std::string print(const page::Node& node, std::string_view anchor = {});

// The same for the page of the running program. Its buttons post nothing by themselves, because a
// browser goes through a whole form to find its first submit button whenever one comes or goes;
// what they would post, and where, is written on them all the same.
[[nodiscard]] std::string print_running(const page::Node& node, std::string_view anchor,
                                        LineSource* lines);

// What is inside a leaf's element: its words, what is marked in them and, where there are lines,
// one unbreakable span for each, a plain space between two of them: text that wraps by itself,
// exactly where it was painted, and is still one text to whoever searches, selects or listens.
[[nodiscard]] std::string print_words(const page::Node& leaf,
                                      std::span<const LineOfWords> lines = {});

// Words as HTML text or inside a quoted attribute.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace enig::html
