#include "policy/languages.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace enig::policy {
namespace {

constexpr std::array<std::string_view, 2> after_nynorsk{"nb", "en"};
constexpr std::array<std::string_view, 2> after_bokmaal{"nn", "en"};
constexpr std::array<std::string_view, 3> after_neighbours{"nb", "nn", "en"};

}  // namespace

std::span<const std::string_view> also_read_by(std::string_view language) {
  if (language == "nn") return after_nynorsk;
  if (language == "nb") return after_bokmaal;
  // "no" is Norwegian of either kind; Danes, Swedes and Sami of Norway read it.
  const bool is_near = language == "no" || language == "da" || language == "sv" || language == "se";
  return is_near ? std::span<const std::string_view>(after_neighbours)
                 : std::span<const std::string_view>();
}

const std::string& nearest(std::string_view language, const std::vector<std::string>& offered) {
  ENIG_CHECK(!offered.empty());
  if (const auto own = std::ranges::find(offered, language); own != offered.end()) return *own;
  for (const std::string_view other : also_read_by(language)) {
    const auto found = std::ranges::find(offered, other);
    if (found != offered.end()) return *found;
  }
  return offered.front();
}

}  // namespace enig::policy
