#include "browser/letters_2d.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "browser/web.h"

namespace enig::browser {
namespace {

constexpr char32_t common_end = 0x250;  // Latin, with its extensions
constexpr float unknown = -1;
// Room for a letter's picture, in heights of its font: some letters are wide, some emoji high.
constexpr float picture_side_max = 4;

// Coverage up to here is as good as none: some browsers change every pixel a little, which nobody
// sees.
constexpr std::uint8_t empty_max = 16;
constexpr std::uint8_t ink_min = 192;

// Ink somewhere, and none in the corners and in the middle: as a letter O has it in any font.
bool shows_o(const paint::Picture& picture) {
  if (picture.width <= 0 || picture.height <= 0) return false;
  const auto is_empty = [&](int column, int row) {
    return picture.pixels[static_cast<std::size_t>(row * picture.width + column)] <= empty_max;
  };
  const int right = picture.width - 1;
  const int bottom = picture.height - 1;
  const auto all = picture.pixels.first(static_cast<std::size_t>(picture.width * picture.height));
  return is_empty(0, 0) && is_empty(right, 0) && is_empty(0, bottom) && is_empty(right, bottom) &&
         is_empty(picture.width / 2, picture.height / 2) &&
         std::ranges::any_of(all, [](std::uint8_t coverage) { return coverage >= ink_min; });
}

}  // namespace

WebLetters::WebLetters(Ink ink) : ink_(ink) { enig_letters_begin(); }

bool WebLetters::can_be_read() {
  constexpr paint::Drawn how{.font = {.size_px = 40, .weight = 400}, .phase = {}};
  // The second reading takes the first one's place.
  const auto read = [&] {
    const paint::Picture seen = picture(U'O', how);
    const auto count = static_cast<std::ptrdiff_t>(seen.width * seen.height);
    return std::pair{seen, std::vector(pixels_.begin(), pixels_.begin() + count)};
  };
  const auto [first, pixels] = read();
  const auto [second, pixels_again] = read();
  return !first.is_coloured && shows_o(first) && first.width == second.width &&
         pixels == pixels_again;
}

WebLetters::Widths& WebLetters::widths_of(paint::Font font) const {
  // Letter after letter is of one font.
  if (last_ < widths_.size() && widths_[last_].font == font) return widths_[last_];
  const auto found = std::ranges::find(widths_, font, &Widths::font);
  last_ = static_cast<std::size_t>(found - widths_.begin());
  if (found == widths_.end()) {
    widths_.push_back({font, std::vector<float>(common_end, unknown), {}});
  }
  return widths_[last_];
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

const WebLetters::InLine& WebLetters::in_line(paint::Font font, float line_height_px) const {
  const auto [entry, is_new] = in_lines_.try_emplace({font.size_px, font.weight, line_height_px});
  if (is_new) {
    std::array<float, 3> places{};
    enig_line_places(static_cast<double>(font.size_px), font.weight,
                     static_cast<double>(line_height_px), places.data());
    entry->second = {.baseline = places[0], .extent = {places[1], places[2]}};
  }
  return entry->second;
}

float WebLetters::baseline_px(paint::Font font, float line_height_px) const {
  return in_line(font, line_height_px).baseline;
}

paint::Extent WebLetters::extent_px(paint::Font font, float line_height_px) const {
  return in_line(font, line_height_px).extent;
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
