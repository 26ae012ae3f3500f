#include "html/document.h"

#include <algorithm>

#include "base/check.h"
#include "html/print.h"

namespace enig::html {
namespace {

// What the program says in the page's language; the loader hands it over.
std::string words_link(const page::Page& page, const Surroundings& surroundings) {
  if (surroundings.program.empty() || surroundings.publication_json.empty()) return "";
  return R"(<link id="enig.words" rel="preload" as="fetch" crossorigin href=")" +
         escape(surroundings.program + "words." + page.language + ".txt") + "\">\n";
}

std::string value_of(std::string_view place, const page::Page& page,
                     const Surroundings& surroundings) {
  if (place == "language") return escape(page.language);
  if (place == "title") return escape(page.title);
  if (place == "description") return escape(page.description);
  if (place == "program") return escape(surroundings.program);
  if (place == "theme") return escape(surroundings.theme);
  if (place == "page") return print(page);
  if (place == "early") return surroundings.early;
  if (place == "words") return words_link(page, surroundings);
  if (place == "publication") return surroundings.publication_json;
  return "{{" + std::string(place) + "}}";
}

std::string without_program(std::string_view template_text) {
  std::string kept;
  while (!template_text.empty()) {
    const std::size_t end = std::min(template_text.find('\n'), template_text.size() - 1);
    const std::string_view line = template_text.substr(0, end + 1);
    if (!line.contains("{{program}}")) kept += line;
    template_text.remove_prefix(line.size());
  }
  return kept;
}

}  // namespace

std::string document(std::string_view template_text, const page::Page& page,
                     const Surroundings& surroundings) {
  ENIG_CHECK(!surroundings.publication_json.contains('<'));
  if (surroundings.program.empty() && template_text.contains("{{program}}")) {
    return document(without_program(template_text), page, surroundings);
  }
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
