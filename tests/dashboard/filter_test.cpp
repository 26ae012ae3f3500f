#include "dashboard/filter.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;
using namespace enig::dashboard;

TEST_CASE("a filter comes back from its address as it was") {
  Filter all;
  all.topic = PolicyId("naering");
  all.section = SectionId("del-2");
  all.words = "æ & å = 100 % + \"<>#";
  all.answers_min = 50;
  for (const Order order : {Order::document, Order::agree, Order::disagree, Order::unsure,
                            Order::important, Order::divided, Order::answers, Order::change}) {
    for (const Direction direction : {Direction::falling, Direction::rising}) {
      all.order = order;
      all.direction = direction;
      CHECK(filter_from(to_query(all)) == all);
    }
  }
  CHECK(to_query(all) ==
        "topic=naering&section=del-2&words=%C3%A6+%26+%C3%A5+%3D+100+%25+%2B+%22%3C%3E%23"
        "&least=50&order=change&up=1");
  CHECK(to_query({}).empty());
  CHECK(filter_from("") == Filter());
}

TEST_CASE("what no filter could have written is passed over, and the rest is heard") {
  Filter topic;
  topic.topic = PolicyId("naering");
  for (const std::string& odd : std::initializer_list<std::string>{
           "order=best", "least=-1", "least=1x", "least=99999999999999999999", "section=../x",
           "section=", "words=%zz", "words=%C3", "words=%", "up=2", "colour=red", "=", "&&",
           "words"}) {
    INFO(odd);
    CHECK(filter_from(odd + "&topic=naering") == topic);
    CHECK(filter_from("topic=naering&" + odd) == topic);
  }
  CHECK(filter_from("words=" + std::string(limits::query_bytes_max + 1, 'a')) == Filter());
}
