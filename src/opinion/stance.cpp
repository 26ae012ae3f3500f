#include "opinion/stance.h"

#include "base/check.h"

namespace enig::opinion {

std::string_view to_text(Stance stance) {
  switch (stance) {
    case Stance::agree:
      return "agree";
    case Stance::disagree:
      return "disagree";
    case Stance::unsure:
      return "unsure";
  }
  ENIG_CHECK(false);
}

std::optional<Stance> stance_from(std::string_view text) {
  if (text == "agree") return Stance::agree;
  if (text == "disagree") return Stance::disagree;
  if (text == "unsure") return Stance::unsure;
  return std::nullopt;
}

}  // namespace enig::opinion
