// A whole HTML document from the page template, index.html.
//
//     const Surroundings around{.program = "../../program/0123456789abcdef/",
//                               .theme = "../../theme.0123456789abcdef.css",
//                               .publication_json = json};
//     const std::string text = html::document(template_text, page, around);
#pragma once

#include <string>
#include <string_view>

#include "page/node.h"

namespace enig::html {

struct Surroundings {
  std::string program =
      {};                  // the folder of the program's files, from the page; empty: there is none
  std::string theme = {};  // the theme's style sheet, from the page
  std::string early = {};  // HTML that the loader uses before the program runs; may be empty
  // What the running app starts from; empty where there is no app. It lies inside a <script>
  // element and holds no '<', which could end that: wire::to_json escapes it.
  std::string publication_json = {};
};

// Puts page and surroundings in the places {{language}}, {{title}}, {{description}}, {{program}},
// {{theme}}, {{page}}, {{early}}, {{words}} and {{publication}} of the template; {{words}} is a
// link to the program's words in the page's language, where there is an app. Other text, also in
// what is put in, stays as it is. Lines of the template that name the program are left out where
// there is none.
[[nodiscard]] std::string document(std::string_view template_text, const page::Page& page,
                                   const Surroundings& surroundings);

}  // namespace enig::html
