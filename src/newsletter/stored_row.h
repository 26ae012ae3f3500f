// A subscriber as both kinds of database keep one: the same columns, in this order.
//
//     const std::string sql = select_row("subscriber", "WHERE seed = ?");
//     std::optional<Subscriber> kari = subscriber_in(row);   // row.text(1), row.bytes(0), …
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "newsletter/subscriber.h"

namespace enig::newsletter {

[[nodiscard]] inline std::string select_row(std::string_view table, std::string_view which) {
  std::string sql =
      "SELECT seed, address, language, asked, confirmed, lettered, due, confirm_mark, leave_mark"
      " FROM ";
  sql += table;
  sql += ' ';
  return sql += which;
}

template <std::size_t size>
[[nodiscard]] bool copy_whole(std::span<const std::uint8_t> from,
                              std::array<std::uint8_t, size>& to) {
  if (from.size() != size) return false;
  std::ranges::copy(from, to.begin());
  return true;
}

// Nothing where the row is damaged. Fields has text(column), integer(column) and bytes(column).
template <typename Fields>
[[nodiscard]] std::optional<Subscriber> subscriber_in(const Fields& fields) {
  Subscriber row;
  row.address = fields.text(1);
  row.language = fields.text(2);
  const auto asked = day_from(fields.text(3));
  row.confirmed = day_from(fields.text(4));
  const auto lettered = day_from(fields.text(5));
  const std::int64_t due = fields.integer(6);
  const bool is_whole = copy_whole(fields.bytes(0), row.seed) &&
                        copy_whole(fields.bytes(7), row.confirm_mark) &&
                        copy_whole(fields.bytes(8), row.leave_mark);
  if (!is_whole || !asked || !lettered || due < 0 || due > static_cast<int>(Due::already)) {
    return std::nullopt;
  }
  row.asked = *asked;
  row.lettered = *lettered;
  row.due = static_cast<Due>(due);
  return row;
}

}  // namespace enig::newsletter
