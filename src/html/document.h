// A whole HTML document from the page template, index.html.
//
//     std::string text = html::document(template_text, page, {.root = "../../", .publication_json =
//     json});
#pragma once

#include <string>
#include <string_view>

#include "page/node.h"

namespace enig::html {

struct Surroundings {
  std::string root;              // from the page's folder to the site's: "../../"
  std::string publication_json;  // what the running app starts from; empty where there is no app
};

// Puts page and surroundings in the places {{language}}, {{title}}, {{description}}, {{root}},
// {{page}} and
// {{publication}} of the template. Other text, also in what is put in, stays as it is.
[[nodiscard]] std::string document(std::string_view template_text, const page::Page& page,
                                   const Surroundings& surroundings);

// JSON that can lie inside a <script> element: no "<" in it can end the element or start a comment.
[[nodiscard]] std::string json_in_script(std::string_view json);

}  // namespace enig::html
