#include "page/theme.h"

#include <catch2/catch_test_macros.hpp>

#include "page/names.h"
#include "policy/site.h"

using namespace enig;
using page::Colour;

TEST_CASE("what can be pressed is at least 44 pixels high") {
  using page::Look;
  for (const Look look : {Look::agree, Look::disagree, Look::unsure, Look::accept, Look::decline,
                          Look::undo, Look::topic_link, Look::brand, Look::language}) {
    CAPTURE(page::name_of(look));
    CHECK(page::style_of(look).min_height_px >= 44);
  }
}

TEST_CASE("a colour is read from its hexadecimal form") {
  CHECK(page::colour_from("#c8102e") == Colour{0xC8, 0x10, 0x2E});
  CHECK(page::colour_from("#FFA000") == Colour{0xFF, 0xA0, 0x00});
}

TEST_CASE("a leaf of one line is lifted to its least height in whole pixels") {
  const page::Style& button = page::style_of(page::Look::agree);
  CHECK(page::padding_block_px(button, 8, 20) == 14);
  CHECK(page::padding_block_px(button, 8, 21) == 14);
  CHECK(page::padding_block_px(button, 8, 60) == 8);
}
