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

#include <functional>
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

  // Another page, and the lines of what was broken before. The layouts may be empty.
  void show(const page::Page& before, const page::Page& after, const paint::Layout& layout_before,
            const paint::Layout& layout);

  // The same page in another window.
  void lay_out(const paint::Layout& layout_before, const paint::Layout& layout);

  // Tells the browser how high the sections are that it need not lay out, because they are far from
  // the window: those that are new, or all whose height has changed. Each costs a change of the
  // document.
  enum class Sections { only_new, all };
  void tell_heights(const paint::Layout& layout, Sections which);

  // Breaks the lines of what touches the band as they are painted, of at most so many leaves. False
  // where there are more.
  struct Band {
    float top_px = 0;
    float bottom_px = 0;
  };
  bool overlay(const paint::Layout& layout, Band band, int leaves_max);

 private:
  using Heights = std::map<std::string, float, std::less<>>;
  void tell_height(const paint::Placed& placed, float y, Sections which, Heights& told);

  Heights heights_;  // of the sections in the document, as they have been told
};

}  // namespace enig::browser
