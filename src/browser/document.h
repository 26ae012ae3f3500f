// The document of the browser, kept equal to a Page: adopted once, then changed by as few edits as
// it takes.
//
//     WebDocument document;
//     document.adopt(page);                       // the elements that HTML sent
//     document.show(page_before, page_after);     // after every action
//     document.break_lines(layout);               // the overlay's lines, where paint broke them
#pragma once

#include <map>
#include <string>

#include "page/node.h"
#include "paint/layout.h"

namespace enig::browser {

class WebDocument {
 public:
  // Takes over the elements with the nodes' ids; where they do not show this page, writes them
  // anew. False where the document has no place for the page.
  [[nodiscard]] bool adopt(const page::Page& page);

  void show(const page::Page& before, const page::Page& after);

  // One unbreakable span per painted line, a plain space between two of them: text that wraps by
  // itself, exactly where it was painted, and is still one text to whoever searches, selects or
  // listens.
  void break_lines(const paint::Layout& layout);

 private:
  std::map<std::string, std::string>
      contents_;  // of elements by id: their HTML as it was last written
};

}  // namespace enig::browser
