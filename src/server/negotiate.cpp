#include "server/negotiate.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include "base/check.h"
#include "policy/languages.h"

namespace enig::server {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

// Takes what stands before `separator` off the front of `text`.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

// "q=0", "q=0.0", "q=0.000".
bool is_weight_zero(std::string_view parameter) {
  const std::string small = in_small_letters(parameter);
  return small.starts_with("q=0") && small.find_first_of("123456789", 3) == std::string::npos;
}

// "q=0.8" in thousandths; 1000 for all that is no weight.
int thousandths(std::string_view parameter) {
  const std::string small = in_small_letters(parameter);
  if (small == "q=0") return 0;
  if (!small.starts_with("q=0.")) return 1000;
  int weight = 0;
  for (std::size_t i = 4; i < 7; ++i) {
    const char digit = i < small.size() ? small[i] : '0';
    if (digit < '0' || digit > '9') return 1000;
    weight = weight * 10 + (digit - '0');
  }
  return weight;
}

struct Wanted {
  std::string language;  // without script and region
  int weight = 1000;
};

// Best first; of the same weight in the order in which they are named. What is not wanted at all is
// left out.
std::vector<Wanted> wanted_languages(std::string_view field) {
  std::vector<Wanted> all;
  while (!field.empty()) {
    std::string_view choice = take_until(field, ',');
    std::string_view tag = take_until(choice, ';');
    Wanted wanted{in_small_letters(take_until(tag, '-'))};
    while (!choice.empty()) wanted.weight = thousandths(take_until(choice, ';'));
    if (!wanted.language.empty() && wanted.weight > 0) all.push_back(std::move(wanted));
  }
  std::ranges::stable_sort(all, std::greater<>(), &Wanted::weight);
  return all;
}

// Digits and nothing else.
std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const char* const first = text.data();
  const char* const last = first + text.size();
  const auto [end, failed] = std::from_chars(first, last, number);
  return failed == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

}  // namespace

bool accepts(std::string_view field, std::string_view item) {
  while (!field.empty()) {
    std::string_view choice = take_until(field, ',');
    if (in_small_letters(take_until(choice, ';')) != item) continue;
    while (!choice.empty()) {
      if (is_weight_zero(take_until(choice, ';'))) return false;
    }
    return true;
  }
  return false;
}

std::string best_language(std::string_view field, const std::vector<std::string>& offered) {
  ENIG_CHECK(!offered.empty());
  for (const Wanted& wanted : wanted_languages(field)) {
    if (std::ranges::find(offered, wanted.language) != offered.end()) return wanted.language;
    for (const std::string_view other : policy::also_read_by(wanted.language)) {
      if (std::ranges::find(offered, other) != offered.end()) return std::string(other);
    }
  }
  return offered.front();
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view known = take_until(if_none_match, ',');
    if (known == "*") return true;
    if (known.starts_with("W/")) known.remove_prefix(2);
    if (known == etag) return true;
  }
  return false;
}

Ranged range_of(std::string_view range, std::size_t bytes) {
  constexpr std::string_view unit = "bytes=";
  const std::string small = in_small_letters(range.substr(0, unit.size()));
  if (small != unit) return {};
  range.remove_prefix(unit.size());
  // Several parts would have to be wrapped up; what asks for them takes the whole too.
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return {};
  const auto first = whole_number(trimmed(range.substr(0, dash)));
  const auto last = whole_number(trimmed(range.substr(dash + 1)));
  const bool is_suffix = trimmed(range.substr(0, dash)).empty();
  const bool is_open = trimmed(range.substr(dash + 1)).empty();
  if (is_suffix) {
    if (!last) return {};
    if (*last == 0 || bytes == 0) return {.what = Ranged::What::beyond};
    const std::size_t count = std::min(*last, bytes);
    return {.what = Ranged::What::part, .part = {bytes - count, count}};
  }
  if (!first || (!last && !is_open) || (last && *last < *first)) return {};
  if (*first >= bytes) return {.what = Ranged::What::beyond};
  const std::size_t end = last ? std::min(*last, bytes - 1) + 1 : bytes;
  return {.what = Ranged::What::part, .part = {*first, end - *first}};
}

std::string etag_of(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  std::string etag = "\"";
  for (const unsigned char byte : digest) {
    etag.push_back(digits[byte >> 4]);
    etag.push_back(digits[byte & 15]);
  }
  return etag + "\"";
}

std::string media_type(std::string_view content_type) {
  return in_small_letters(take_until(content_type, ';'));
}

}  // namespace enig::server
