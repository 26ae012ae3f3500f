// A whole HTML document from the page template, index.html.
//
//     const Surroundings around{.root = "../../", .publication_json = json};
//     const std::string text = html::document(template_text, page, around);
#pragma once

#include <string>
#include <string_view>

#include "page/node.h"

namespace enig::html {

struct Surroundings {
  std::string root;  // from the page's folder to the site's: "../../"
  // What the running app starts from; empty where there is no app. It lies inside a <script>
  // element and holds no '<', which could end that: wire::to_json escapes it.
  std::string publication_json;
};

// Puts page and surroundings in the places {{language}}, {{title}}, {{description}}, {{root}},
// {{page}} and {{publication}} of the template. Other text, also in what is put in, stays as it is.
[[nodiscard]] std::string document(std::string_view template_text, const page::Page& page,
                                   const Surroundings& surroundings);

}  // namespace enig::html
