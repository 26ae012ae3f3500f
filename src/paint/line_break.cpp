#include "paint/line_break.h"

#include <optional>

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
      chance = {line.end, cluster.end, line.width_px};
      after_space = true;
    } else {
      if (x_px + advance > width_max_px + slack_px && line.end > line.begin) {
        if (!chance) chance = {line.end, at, line.width_px};
        begin = chance->next;
        return {line.begin, chance->end, chance->width_px, chance->is_hyphenated};
      }
      line.end = cluster.end;
      line.width_px = x_px + advance;
      if (may_break_after(cluster.code_point, after_space, text, cluster.end)) {
        chance = {line.end, line.end, line.width_px};
      }
      if (cluster.code_point == soft_hyphen && !after_space) {
        const float width = line.width_px + advance_px(measure, U'-', font);
        if (width <= width_max_px + slack_px) chance = {line.end, line.end, width, true};
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
