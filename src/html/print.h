// A Page as HTML: readable, answerable and complete without script.
//
//     std::string card = html::print(node);   // one subtree, as the browser inserts it
//     std::string all = html::print(page);    // the whole tree, with the form's hidden fields
#pragma once

#include <string>
#include <string_view>

#include "page/node.h"

namespace enig::html {

[[nodiscard]] std::string print(const page::Page& page);

// A node and all below it. Its buttons post to the anchor of the nearest group or section in it or,
// at its top, of `anchor`.
[[nodiscard]] std::string print(const page::Node& node, std::string_view anchor = {});

// Words as HTML text or inside a quoted attribute.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace enig::html
