#include "html/insert.h"

#include "html/print.h"

namespace enig::html {

std::string with_markup(std::string html, std::string_view id, std::string_view markup) {
  // No other attribute holds a quote that is not escaped.
  const std::size_t at = html.find(" id=\"" + escape(id) + "\"");
  if (at == std::string::npos) return html;
  html.insert(html.find('>', at) + 1, markup);
  return html;
}

}  // namespace enig::html
