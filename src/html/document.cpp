#include "html/document.h"

#include "base/check.h"
#include "html/print.h"

namespace enig::html {
namespace {

std::string value_of(std::string_view place, const page::Page& page,
                     const Surroundings& surroundings) {
  if (place == "language") return escape(page.language);
  if (place == "title") return escape(page.title);
  if (place == "description") return escape(page.description);
  if (place == "root") return escape(surroundings.root);
  if (place == "page") return print(page);
  if (place == "publication") return surroundings.publication_json;
  return "{{" + std::string(place) + "}}";
}

}  // namespace

std::string document(std::string_view template_text, const page::Page& page,
                     const Surroundings& surroundings) {
  ENIG_CHECK(!surroundings.publication_json.contains('<'));
  std::string out;
  std::size_t at = 0;
  while (at < template_text.size()) {
    const std::size_t open = template_text.find("{{", at);
    const std::size_t close =
        open == std::string_view::npos ? open : template_text.find("}}", open);
    if (close == std::string_view::npos) break;
    out += template_text.substr(at, open - at);
    out += value_of(template_text.substr(open + 2, close - open - 2), page, surroundings);
    at = close + 2;
  }
  out += template_text.substr(at);
  return out;
}

}  // namespace enig::html
