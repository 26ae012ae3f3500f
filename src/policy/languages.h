// Which languages the readers of one read too, where there is nothing in their own.
//
//     also_read_by("nn")                          // {"nb", "en"}
//     nearest("nn", {"en", "nb"})                 // "nb"
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace enig::policy {

// BCP 47 tags, best first; empty for a language of which Enig knows no relatives.
[[nodiscard]] std::span<const std::string_view> also_read_by(std::string_view language);

// Of `offered` (at least one) the best for who wants `language`: itself, or else one that its
// readers read too, or else the first.
[[nodiscard]] const std::string& nearest(std::string_view language,
                                         const std::vector<std::string>& offered);

}  // namespace enig::policy
