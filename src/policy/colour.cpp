#include "policy/colour.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "base/hex.h"

namespace enig::policy {
namespace {

using Channels = std::array<int, 3>;  // red, green, blue, 0 to 255

Channels channels(std::string_view colour) {
  ENIG_CHECK(is_colour(colour));
  const auto at = [&](std::size_t i) { return int{*hex_byte(colour[i], colour[i + 1])}; };
  return {at(1), at(3), at(5)};
}

// WCAG 2.2, "relative luminance".
double luminance(std::string_view colour) {
  const auto linear = [](int channel) {
    const double s = channel / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  const Channels c = channels(colour);
  return 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
}

}  // namespace

bool is_colour(std::string_view text) {
  const auto is_digit = [](char c) { return hex_digit(c).has_value(); };
  return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), is_digit);
}

double contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

std::string_view harder_ground(std::string_view colour, const Grounds& grounds) {
  const bool paper_is_harder = contrast(colour, grounds.paper) <= contrast(colour, grounds.surface);
  return paper_is_harder ? grounds.paper : grounds.surface;
}

std::string nearest_readable(std::string_view colour, const Grounds& grounds, double ratio) {
  const int target = luminance(grounds.paper) > 0.18 ? 0 : 255;
  const Channels from = channels(colour);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string mixed(7, '#');
  for (int step = 0; step <= 100; ++step) {
    const auto mix = [&](int channel) { return channel + (target - channel) * step / 100; };
    for (std::size_t i = 0; i < from.size(); ++i) {
      const auto channel = static_cast<std::size_t>(mix(from[i]));
      mixed[2 * i + 1] = digits[channel / 16];
      mixed[2 * i + 2] = digits[channel % 16];
    }
    if (contrast(mixed, harder_ground(mixed, grounds)) >= ratio) break;
  }
  return mixed;
}

}  // namespace enig::policy
