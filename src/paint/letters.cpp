#include "paint/letters.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace enig::paint {
namespace {

struct Span {
  char32_t first;
  char32_t last;
};

// Unicode 15: blocks of combining marks, and what joins or varies the letter before it.
constexpr std::array<Span, 9> marks{{{0x0300, 0x036F},
                                     {0x1AB0, 0x1AFF},
                                     {0x1DC0, 0x1DFF},
                                     {0x200D, 0x200D},
                                     {0x20D0, 0x20FF},
                                     {0xFE00, 0xFE0F},
                                     {0xFE20, 0xFE2F},
                                     {0x1F3FB, 0x1F3FF},
                                     {0xE0100, 0xE01EF}}};

constexpr std::array<Span, 6> invisible{{{0x00AD, 0x00AD},
                                         {0x200B, 0x200C},
                                         {0x200E, 0x200F},
                                         {0x202A, 0x202E},
                                         {0x2060, 0x2069},
                                         {0xFEFF, 0xFEFF}}};

// Unicode 15: right-to-left scripts, scripts whose letters join or move, and what joins emoji.
constexpr std::array<Span, 12> shaped{{{0x0590, 0x109F},  // Hebrew … Myanmar
                                       {0x1100, 0x11FF},  // Hangul letters, which are put together
                                       {0x1700, 0x18AF},  // Philippine scripts, Khmer, Mongolian
                                       {0x1900, 0x1AAF},  // Limbu … Tai Tham
                                       {0x1B00, 0x1C4F},  // Balinese … Lepcha
                                       {0x1CD0, 0x1CFF},
                                       {0x200D, 0x200D},  // zero-width joiner
                                       {0x20E3, 0x20E3},  // keycaps
                                       {0xA800, 0xABFF},  // Syloti Nagri … Meetei Mayek
                                       {0xFB1D, 0xFDFF},  // Hebrew and Arabic forms
                                       {0xFE70, 0xFEFE},
                                       {0x10800, 0x11FFF}}};
// Flags are pairs of these.
constexpr std::array<Span, 2> paired{{{0x1E800, 0x1EEFF}, {0x1F1E6, 0x1F1FF}}};

template <std::size_t count>
bool contains(const std::array<Span, count>& spans, char32_t code_point) {
  return std::ranges::any_of(spans, [code_point](Span span) {
    return span.first <= code_point && code_point <= span.last;
  });
}

// The white space that CSS collapses.
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

}  // namespace

Letter letter_at(std::string_view text, std::size_t at) {
  if (!is_space(text[at])) {
    const utf8::Step step = utf8::decode(text, at);
    return {step.code_point, at + step.bytes};
  }
  std::size_t end = at;
  while (end < text.size() && is_space(text[end])) ++end;
  return {U' ', end};
}

bool is_mark(char32_t code_point) { return code_point >= 0x0300 && contains(marks, code_point); }

bool is_invisible(char32_t code_point) {
  return code_point >= 0x00AD && contains(invisible, code_point);
}

bool needs_shaping(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Step step = utf8::decode(text, at);
    at += step.bytes;
    if (step.code_point < shaped.front().first) continue;
    if (contains(shaped, step.code_point) || contains(paired, step.code_point)) return true;
  }
  return false;
}

float advance_px(const TextMeasure& measure, char32_t code_point, Font font) {
  if (is_mark(code_point) || is_invisible(code_point)) return 0;
  return measure.advance_px(code_point, font);
}

float width_px(const TextMeasure& measure, std::string_view text, Font font) {
  float width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    width += advance_px(measure, letter.code_point, font);
    at = letter.end;
  }
  return width;
}

}  // namespace enig::paint
