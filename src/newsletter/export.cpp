#include "newsletter/export.h"

#include <fmt/format.h>

namespace enig::newsletter {

std::string csv_field(std::string_view text) {
  std::string field(text);
  constexpr std::string_view formula_begins = "=+-@\t\r";
  if (!text.empty() && formula_begins.find(text.front()) != std::string_view::npos) {
    field.insert(field.begin(), '\'');
  }
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::expected<std::string, Error> to_csv(List& list, const Keys& keys,
                                         std::string_view public_url) {
  std::string csv = "address,language,confirmed,unsubscribe\r\n";
  // The page asks in the language of its address; the link without one is everybody's.
  const auto done = list.each_confirmed([&](const Subscriber& row) {
    const std::string link = fmt::format("{}newsletter/leave/{}", public_url,
                                         to_text(keys.token(Purpose::leave, row.seed)));
    csv += fmt::format("{},{},{},{}\r\n", csv_field(row.address), csv_field(row.language),
                       to_text(*row.confirmed), csv_field(link));
  });
  if (!done) return std::unexpected(done.error());
  return csv;
}

}  // namespace enig::newsletter
