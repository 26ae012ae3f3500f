#include "cli/catalogue.h"

#include <fmt/format.h>

#include <utility>

#include "policy/problem.h"

namespace enig::cli {

void print_error(std::FILE* err, const Error& error) {
  fmt::print(err, "enig: {}\n", to_text(error));
}

std::optional<files::Catalogue> load_or_say(const std::filesystem::path& folder, std::FILE* err) {
  auto catalogue = files::load_catalogue(folder);
  if (catalogue) return std::move(*catalogue);
  for (const Error& error : catalogue.error().unreadable) print_error(err, error);
  fmt::print(err, "{}", policy::to_text(catalogue.error().problems));
  return std::nullopt;
}

}  // namespace enig::cli
