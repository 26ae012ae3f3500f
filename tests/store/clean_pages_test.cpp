#include "store/clean_pages.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

using enig::store::sqlite::clean_page;

namespace {

using Page = std::vector<std::uint8_t>;

// A leaf of 512 bytes, full of 0xEE, with two rows from byte 400 on and a free block of 20 bytes in
// between them, by SQLite's file format.
Page leaf() {
  Page page(512, 0xEE);
  const std::vector<std::uint8_t> head = {0x0A, 0x01, 0xC2, 0,    2,    0x01,
                                          0x90, 0,    0x01, 0x90, 0x01, 0xD6};
  std::ranges::copy(head, page.begin());
  const std::vector<std::uint8_t> block = {0, 0, 0, 20};
  std::ranges::copy(block, page.begin() + 450);
  return page;
}

}  // namespace

TEST_CASE("what is free of a page becomes zeros, its rows stay as they are") {
  Page page = leaf();
  Page expected = page;
  std::fill(expected.begin() + 12, expected.begin() + 400, std::uint8_t{0});
  std::fill(expected.begin() + 454, expected.begin() + 470, std::uint8_t{0});
  clean_page(page, 0);
  CHECK(page == expected);
}

TEST_CASE("pages of other kinds, and damaged ones, are left as they are") {
  for (const auto& [at, value] : std::vector<std::pair<std::size_t, std::uint8_t>>{
           {0, 0x00},     // a page of another kind
           {0, 0x01},     //
           {3, 0xFF},     // more rows than there is room for
           {5, 0x03}}) {  // rows that begin behind the page's end
    Page page = leaf();
    page[at] = value;
    const Page before = page;
    clean_page(page, 0);
    CAPTURE(at, value);
    CHECK(page == before);
  }
}

TEST_CASE("a list of free blocks that leads nowhere, or round, comes to an end") {
  for (const std::uint8_t next : std::vector<std::uint8_t>{0x01, 0xFF}) {
    Page page = leaf();
    page[450] = next;
    page[451] = 0xC2;
    clean_page(page, 0);
    CHECK(page[470] == 0xEE);
  }
}
