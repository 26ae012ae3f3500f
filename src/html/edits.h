// What must change in a document that shows one page, so that it shows another: few edits, each by
// id. What has not changed is not touched, so a focused button stays focused.
//
//     for (const Edit& edit : edits(before.root, after.root)) apply(edit);   // in this order
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "html/print.h"
#include "page/node.h"

namespace enig::html {

struct Remove {
  std::string id;
  friend bool operator==(const Remove&, const Remove&) = default;
};

// Puts new elements, one or several, among a parent's children, before the child with `before_id`,
// or last.
struct Insert {
  std::string parent_id;
  std::string before_id;
  std::string html;
  friend bool operator==(const Insert&, const Insert&) = default;
};

// Another element takes the place.
struct Replace {
  std::string id;
  std::string html;
  friend bool operator==(const Replace&, const Replace&) = default;
};

// The element stays and takes over the attributes of the one in `html`.
struct Attributes {
  std::string id;
  std::string html;
  friend bool operator==(const Attributes&, const Attributes&) = default;
};

// What is inside a leaf becomes `html`.
struct Words {
  std::string id;
  std::string html;
  friend bool operator==(const Words&, const Words&) = default;
};

using Edit = std::variant<Remove, Insert, Replace, Attributes, Words>;

// Whether the document's focus is in the element with this id.
using HoldsFocus = std::function<bool(const std::string& id)>;

// Both roots have the same id. What both pages share is passed over, so this takes time for what
// has changed, not for what there is. Words are written with the lines of `lines`. A short list in
// which several things change is written anew where `holds_focus` says that the focus is elsewhere.
[[nodiscard]] std::vector<Edit> edits(const page::Node& before, const page::Node& after,
                                      LineSource* lines = nullptr,
                                      const HoldsFocus& holds_focus = {});

// One edit a line, as tests compare them.
[[nodiscard]] std::string to_text(const Edit& edit);

}  // namespace enig::html
