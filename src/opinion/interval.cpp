#include "opinion/interval.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "opinion/tally.h"

namespace enig::opinion {

Interval wilson(Part part) {
  ENIG_CHECK(part.count >= 0 && part.count <= part.of);
  if (part.of == 0) return {};
  constexpr double z = 1.959963984540054;  // the normal distribution's 97.5 % point
  const double n = static_cast<double>(part.of);
  const double share = static_cast<double>(part.count) / n;
  const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  // At the ends the formula gives exactly 0 and 1; rounding must not leave the range.
  const double low = part.count == 0 ? 0.0 : std::max(0.0, middle - half);
  const double high = part.count == part.of ? 1.0 : std::min(1.0, middle + half);
  return {low, high};
}

Percentages percentages(const Counts& counts) {
  const std::int64_t answers = counts.answers();
  if (answers == 0) return {};
  const std::array<std::int64_t, 3> parts{counts.agree, counts.disagree, counts.unsure};
  std::array<int, 3> whole{};
  std::array<std::int64_t, 3> rest{};
  int given = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    whole[i] = static_cast<int>(parts[i] * 100 / answers);
    rest[i] = parts[i] * 100 % answers;
    given += whole[i];
  }
  for (; given < 100; ++given) {
    const auto largest = std::ranges::max_element(rest);
    ++whole[static_cast<std::size_t>(largest - rest.begin())];
    *largest = -1;
  }
  return {whole[0], whole[1], whole[2]};
}

}  // namespace enig::opinion
