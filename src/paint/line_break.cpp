#include "paint/line_break.h"

#include <optional>
#include <string>

#include "paint/hyphenation.h"
#include "paint/letters.h"

namespace enig::paint {
namespace {

// Sums of advances are not exact: a line that fits by this little fits.
constexpr float slack_px = 1.0F / 64;

// A place where the line may end, and where the next one then begins.
struct Chance {
  std::size_t end;
  std::size_t next;
  float width_px;
  float next_x_px;  // where on this line what follows would start
  bool is_hyphenated = false;
};

// A letter with the marks that sit on it.
struct Cluster {
  char32_t code_point;
  std::size_t end;
};

Cluster cluster_at(std::string_view text, std::size_t at) {
  const Letter base = letter_at(text, at);
  std::size_t end = base.end;
  while (end < text.size()) {
    const Letter mark = letter_at(text, end);
    if (!is_mark(mark.code_point)) break;
    end = mark.end;
  }
  return {base.code_point, end};
}

bool is_hyphen(char32_t c) { return c == U'-' || c == 0x2010 || c == 0x2013 || c == 0x2014; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// True where a line may break between this letter and the next, though no space is between them:
// after a hyphen within a word, but not between it and a number ("2024-2028", "-5"), and at a
// zero-width space.
bool may_break_after(char32_t letter, bool starts_line, std::string_view text, std::size_t next) {
  if (letter == 0x200B) return true;
  if (!is_hyphen(letter) || starts_line || next == text.size()) return false;
  const char32_t after = letter_at(text, next).code_point;
  return after != U' ' && !is_digit(after) && !is_hyphen(after);
}

constexpr char32_t soft_hyphen = 0x00AD;

// The last place before byte `full` where a word that fills the line from `begin` on may break with
// a hyphen.
std::optional<Chance> hyphenate(std::string_view text, std::size_t begin, std::size_t full,
                                float width_max_px, const TextMeasure& measure, Font font) {
  constexpr std::size_t letters_after_max = 4;
  struct Place {
    std::size_t end;
    float width_px;
  };
  std::u32string letters;
  std::vector<Place> places;
  const float hyphen = advance_px(measure, U'-', font);
  float width = 0;
  std::size_t after = 0;
  for (std::size_t at = begin; at < text.size() && after < letters_after_max;) {
    const Cluster cluster = cluster_at(text, at);
    if (cluster.code_point == U' ') break;
    width += advance_px(measure, cluster.code_point, font);
    if (at >= full) ++after;
    at = cluster.end;
    letters += cluster.code_point;
    places.push_back({at, width + hyphen});
  }
  for (std::size_t i = places.size(); i-- > 1;) {
    const Place& place = places[i - 1];
    if (place.end > full || place.width_px > width_max_px + slack_px) continue;
    if (may_hyphenate(letters, i)) {
      return Chance{place.end, place.end, place.width_px, place.width_px - hyphen, true};
    }
  }
  return std::nullopt;
}

// Whether what stands between `begin` and the next space is wider than a whole line.
bool is_longer_than_line(std::string_view text, std::size_t begin, float width_max_px,
                         const TextMeasure& measure, Font font) {
  const std::string_view word = text.substr(begin, text.find_first_of(" \n\t", begin) - begin);
  // Nearly no word is so long that it need be measured: letters are narrower than they are high.
  if (static_cast<float>(word.size()) * font.size_px < width_max_px) return false;
  return width_px(measure, word, font) > width_max_px + slack_px;
}

// Where a line ends on which the letter at byte `full` has no room. A word that is longer than any
// line begins where there is room for some of it, as a browser begins it.
Chance last_chance(std::string_view text, const std::optional<Chance>& chance, TextLine line,
                   std::size_t full, float width_max_px, const TextMeasure& measure, Font font) {
  const Chance cut{line.end, full, line.width_px, 0};
  if (!chance) {
    return hyphenate(text, line.begin, full, width_max_px, measure, font).value_or(cut);
  }
  if (!is_longer_than_line(text, chance->next, width_max_px, measure, font)) return *chance;
  const float before = chance->next_x_px;
  std::optional<Chance> within =
      hyphenate(text, chance->next, full, width_max_px - before, measure, font);
  if (!within) return *chance;
  within->width_px += before;
  return *within;
}

// One line from `begin`, which is no space; moves `begin` to where the next line starts.
TextLine take_line(std::string_view text, std::size_t& begin, float width_max_px,
                   const TextMeasure& measure, Font font) {
  TextLine line{begin, begin, 0};
  std::optional<Chance> chance;
  bool after_space = true;
  float x_px = 0;
  for (std::size_t at = begin; at < text.size();) {
    const Cluster cluster = cluster_at(text, at);
    const float advance = advance_px(measure, cluster.code_point, font);
    if (cluster.code_point == U' ') {
      chance = {line.end, cluster.end, line.width_px, x_px + advance};
      after_space = true;
    } else {
      if (x_px + advance > width_max_px + slack_px && line.end > line.begin) {
        const Chance last = last_chance(text, chance, line, at, width_max_px, measure, font);
        begin = last.next;
        return {line.begin, last.end, last.width_px, last.is_hyphenated};
      }
      line.end = cluster.end;
      line.width_px = x_px + advance;
      if (may_break_after(cluster.code_point, after_space, text, cluster.end)) {
        chance = {line.end, line.end, line.width_px, line.width_px};
      }
      if (cluster.code_point == soft_hyphen && !after_space) {
        const float width = line.width_px + advance_px(measure, U'-', font);
        if (width <= width_max_px + slack_px) {
          chance = {line.end, line.end, width, line.width_px, true};
        }
      }
      after_space = false;
    }
    x_px += advance;
    at = cluster.end;
  }
  begin = text.size();
  return line;
}

}  // namespace

std::vector<TextLine> break_lines(std::string_view text, float width_max_px,
                                  const TextMeasure& measure, Font font) {
  std::vector<TextLine> lines;
  std::size_t at = 0;
  if (!text.empty() && letter_at(text, 0).code_point == U' ') at = letter_at(text, 0).end;
  while (at < text.size()) lines.push_back(take_line(text, at, width_max_px, measure, font));
  return lines;
}

}  // namespace enig::paint
