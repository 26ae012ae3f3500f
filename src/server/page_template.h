// index.html as it was when the program was built: the page template of html::document.
//
//     const std::string html = html::document(page_template(), page, about);
#pragma once

#include <string_view>

namespace enig::server {

[[nodiscard]] std::string_view page_template();

}  // namespace enig::server
