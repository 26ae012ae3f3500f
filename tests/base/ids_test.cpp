#include "base/ids.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;

TEST_CASE("an id holds small letters, digits and hyphens") {
  CHECK(is_well_formed_id("sone-1"));
  CHECK(is_well_formed_id("a"));
  CHECK_FALSE(is_well_formed_id(""));
  CHECK_FALSE(is_well_formed_id("Sone"));
  CHECK_FALSE(is_well_formed_id("sone 1"));
  CHECK_FALSE(is_well_formed_id("sone.1"));
  CHECK_FALSE(is_well_formed_id("bærum"));
}

TEST_CASE("an id is at most as long as the limit") {
  CHECK(is_well_formed_id(std::string(limits::id_bytes_max, 'a')));
  CHECK_FALSE(is_well_formed_id(std::string(limits::id_bytes_max + 1, 'a')));
}
