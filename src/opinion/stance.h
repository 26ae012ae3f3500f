// What a person can say to a point or to the topic as a whole. Saying nothing is not a stance: it
// is the absence of one, so an optional<Stance>.
//
//     std::optional<Stance> said = stance_from("agree");
#pragma once

#include <optional>
#include <string_view>

namespace enig::opinion {

enum class Stance { agree, disagree, unsure };

// "agree", "disagree", "unsure": the words of the API.
[[nodiscard]] std::string_view to_text(Stance stance);
[[nodiscard]] std::optional<Stance> stance_from(std::string_view text);

}  // namespace enig::opinion
