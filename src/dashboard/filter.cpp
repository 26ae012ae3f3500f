#include "dashboard/filter.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/hex.h"
#include "base/limits.h"
#include "base/utf8.h"

namespace enig::dashboard {
namespace {

constexpr std::string_view order_names[] = {"document",  "agree",   "disagree", "unsure",
                                            "important", "divided", "answers",  "change"};

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      out += '+';
    } else if (is_plain(c)) {
      out += c;
    } else {
      out += '%';
      out += digits[byte / 16];
      out += digits[byte % 16];
    }
  }
  return out;
}

// Nothing where it is no UTF-8, or a '%' stands before no two digits.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto byte = i + 2 < text.size() ? hex_byte(text[i + 1], text[i + 2]) : std::nullopt;
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
    i += 2;
  }
  if (utf8::first_invalid(out)) return std::nullopt;
  return out;
}

template <class Id>
void set_id(std::optional<Id>& id, const std::string& value) {
  if (is_well_formed_id(value)) id = Id(value);
}

void set_number(std::int64_t& number, const std::string& value) {
  std::int64_t read = 0;
  const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), read);
  if (failed == std::errc() && end == value.data() + value.size() && read >= 0) number = read;
}

void set(Filter& filter, std::string_view name, const std::string& value) {
  if (name == "topic") return set_id(filter.topic, value);
  if (name == "section") return set_id(filter.section, value);
  if (name == "least") return set_number(filter.answers_min, value);
  if (name == "words" && value.size() <= limits::query_bytes_max) filter.words = value;
  if (name == "up" && value == "1") filter.direction = Direction::rising;
  if (name != "order") return;
  const auto found = std::ranges::find(order_names, value);
  if (found == std::end(order_names)) return;
  filter.order = static_cast<Order>(found - std::begin(order_names));
}

}  // namespace

std::string to_query(const Filter& filter) {
  std::string query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += name;
    query += '=';
    query += encoded(value);
  };
  if (filter.topic) add("topic", filter.topic->str());
  if (filter.section) add("section", filter.section->str());
  if (!filter.words.empty()) add("words", filter.words);
  if (filter.answers_min != 0) add("least", std::to_string(filter.answers_min));
  if (filter.order != Order::document) {
    add("order", order_names[static_cast<std::size_t>(filter.order)]);
  }
  if (filter.direction == Direction::rising) add("up", "1");
  return query;
}

Filter filter_from(std::string_view query) {
  Filter filter;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    if (const auto value = decoded(pair.substr(equals + 1))) {
      set(filter, pair.substr(0, equals), *value);
    }
  }
  return filter;
}

}  // namespace enig::dashboard
