// The document of the browser, kept equal to a Page: adopted once, then changed by as few edits as
// it takes.
//
//     WebDocument document;
//     document.adopt(page);                                    // the elements that HTML sent
//     document.show(before, after, layout_before, layout);     // after every action
//     document.overlay(layout, top_px, bottom_px);             // before a band of it is painted
//
// The overlay's lines break where they were painted. What is far from the window is left to the
// browser's own breaking, which is nearly always the same, until it comes near.
#pragma once

#include "page/node.h"
#include "paint/layout.h"

namespace enig::browser {

class WebDocument {
 public:
  // Takes over the elements with the nodes' ids; where they do not show this page, writes them
  // anew. False where the document has no place for the page.
  [[nodiscard]] bool adopt(const page::Page& page);

  // Another page, and the lines of what was broken before. The layouts may be empty.
  void show(const page::Page& before, const page::Page& after, const paint::Layout& layout_before,
            const paint::Layout& layout);

  // The same page in another window.
  void lay_out(const paint::Layout& layout_before, const paint::Layout& layout);

  // Breaks the lines of all that touches the band as they are painted.
  void overlay(const paint::Layout& layout, float top_px, float bottom_px);
};

}  // namespace enig::browser
