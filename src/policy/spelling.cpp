#include "policy/spelling.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace enig::policy {
namespace {

constexpr std::size_t name_bytes_max = 32;  // no name of the format is longer
constexpr std::size_t slips_max = 2;

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

// Optimal string alignment distance. Both names have at most name_bytes_max bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, name_bytes_max + 1>;
  Row before_last{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + replace});
      const bool swapped = i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                           folded(a[i - 2]) == folded(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view written,
                                        std::span<const std::string_view> known) {
  if (written.empty() || written.size() > name_bytes_max) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_slips = slips_max + 1;
  for (const std::string_view name : known) {
    if (name.size() > name_bytes_max) continue;
    const std::size_t slips = distance(written, name);
    if (slips < best_slips && 2 * slips < name.size()) {
      best = name;
      best_slips = slips;
    }
  }
  return best;
}

}  // namespace enig::policy
