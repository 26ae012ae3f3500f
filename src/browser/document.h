// The document of the browser, kept equal to a Page: adopted once, then changed by as few edits as
// it takes.
//
//     WebDocument document;
//     document.adopt(page);                                    // the elements that HTML sent
//     document.show(after, layout_before, layout);             // after every action
//     document.overlay(layout, top_px, bottom_px);             // before a band of it is painted
//
// The overlay's lines break where they were painted. What is far from the window is left to the
// browser's own breaking, which is nearly always the same, until it comes near.
//
// What is far from the window may wait (html/postpone.h) until catch_up or settle has been called
// often enough.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "html/postpone.h"
#include "page/node.h"
#include "paint/layout.h"

namespace enig::browser {

class NewLines;

class WebDocument {
 public:
  struct Band {
    float top_px = 0;
    float bottom_px = 0;
  };

  // Takes over the elements with the nodes' ids; where they do not show this page, writes them
  // anew. False where the document has no place for the page.
  [[nodiscard]] bool adopt(const page::Page& page);

  // Another page, and the lines of what was broken before. The layouts may be empty.
  void show(const page::Page& after, const paint::Layout& layout_before,
            const paint::Layout& layout);

  // One of the parts that are behind. True where there are none. Parts that have come far from the
  // window are left out from then on.
  [[nodiscard]] bool catch_up(const page::Page& page, const paint::Layout& layout);
  // Those that touch the band, at once; or all.
  void settle(const page::Page& page, const paint::Layout& layout, Band band);
  void settle(const page::Page& page, const paint::Layout& layout);

  // The same page in another window.
  void lay_out(const paint::Layout& layout_before, const paint::Layout& layout);

  // Tells the browser how high the sections are that it need not lay out, because they are far from
  // the window: those whose height has changed, or only those of them that are out of the window.
  // What is in it has its own height, and each costs a change of the document.
  enum class Sections { unseen, all };
  void tell_heights(const paint::Layout& layout, Sections which);

  // Breaks the lines of what touches the band as they are painted, of at most so many leaves. False
  // where there are more.
  bool overlay(const paint::Layout& layout, Band band, int leaves_max);

 private:
  using Heights = std::map<std::string, float, std::less<>>;
  void tell_height(const paint::Placed& placed, float y, Sections which, Heights& told);

  // Edits the document.
  void change_to(html::Postponed soon, const paint::Layout& layout, NewLines& lines);
  void forget_heights(const paint::Block& block);
  // Makes the document show more of the page: all parts but those that `is_far` tells of.
  void show_more(const page::Page& page, const paint::Layout& layout,
                 const std::function<bool(const std::string& id)>& is_far);

  page::Node shown_;                 // what the document has
  std::vector<std::string> behind_;  // ids of parts that are otherwise on the page
  bool has_buried_ = false;          // sections that are to go are hidden, and still there
  Heights heights_;                  // of the sections in the document, as they have been told
  std::set<std::string> near_;       // sections that have not been far from the window
};

}  // namespace enig::browser
