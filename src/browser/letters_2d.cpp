#include "browser/letters_2d.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "browser/web.h"

namespace enig::browser {
namespace {

constexpr char32_t common_end = 0x250;  // Latin, with its extensions
constexpr float unknown = -1;
// Room for a letter's picture, in heights of its font: some letters are wide, some emoji high.
constexpr float picture_side_max = 4;

}  // namespace

WebLetters::WebLetters(Ink ink) : ink_(ink) { enig_letters_begin(); }

WebLetters::Widths& WebLetters::widths_of(paint::Font font) const {
  const auto found = std::ranges::find(widths_, font, &Widths::font);
  if (found != widths_.end()) return *found;
  widths_.push_back({font, std::vector<float>(common_end, unknown), {}});
  return widths_.back();
}

float WebLetters::advance_px(char32_t letter, paint::Font font) const {
  Widths& widths = widths_of(font);
  const auto ask = [&] {
    return static_cast<float>(
        enig_letter_advance(letter, static_cast<double>(font.size_px), font.weight));
  };
  if (letter < common_end) {
    float& width = widths.common[letter];
    if (width == unknown) width = ask();
    return width;
  }
  const auto [entry, is_new] = widths.others.try_emplace(letter, unknown);
  if (is_new) entry->second = ask();
  return entry->second;
}

float WebLetters::baseline_px(paint::Font font, float line_height_px) const {
  const auto [entry, is_new] =
      baselines_.try_emplace({font.size_px, font.weight, line_height_px}, 0.0F);
  if (is_new) {
    entry->second = static_cast<float>(enig_line_baseline(
        static_cast<double>(font.size_px), font.weight, static_cast<double>(line_height_px)));
  }
  return entry->second;
}

paint::Picture WebLetters::picture(char32_t letter, const paint::Drawn& how) {
  const auto side =
      static_cast<std::size_t>(std::ceil(how.font.size_px * how.pixel_ratio * picture_side_max));
  pixels_.resize(side * side * 4);
  std::array<int, 5> box{};
  const double shift = static_cast<double>(how.phase.quarters) / paint::phase_count;
  enig_letter_picture(letter, static_cast<double>(how.font.size_px), how.font.weight,
                      static_cast<double>(how.pixel_ratio), shift, ink_ == Ink::light ? 1 : 0,
                      box.data(), pixels_.data(), static_cast<int>(pixels_.size()));
  return {.left = box[0],
          .top = box[1],
          .width = box[2],
          .height = box[3],
          .is_coloured = box[4] != 0,
          .pixels = pixels_};
}

}  // namespace enig::browser
