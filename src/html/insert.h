// Puts markup that is no page's node into a printed page.
//
//     html = with_markup(std::move(html), "enig.staff.picture", "<svg …>…</svg>");
#pragma once

#include <string>
#include <string_view>

namespace enig::html {

// As the first child of the element with this id; unchanged where there is none. `markup` is HTML:
// whatever is a person's own in it has been escaped.
[[nodiscard]] std::string with_markup(std::string html, std::string_view id,
                                      std::string_view markup);

}  // namespace enig::html
