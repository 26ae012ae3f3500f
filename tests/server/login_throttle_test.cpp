#include "server/login_throttle.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/limits.h"

using namespace enig;
using server::LoginThrottle;

namespace {

struct Clocked {
  std::int64_t now = 1'000'000;
  LoginThrottle throttle{[this] { return now; }};

  int tries(const std::string& network, const std::string& name) {
    int count = 0;
    while (count < 1'000 && throttle.admits({network, name})) ++count;
    return count;
  }
};

}  // namespace

TEST_CASE("one name may be tried so often, from wherever, and more each minute") {
  Clocked clocked;
  for (int i = 0; i < limits::staff_logins_at_once; ++i) {
    CHECK(clocked.throttle.admits({"192.0.2." + std::to_string(i), "kari"}));
  }
  CHECK_FALSE(clocked.throttle.admits({"198.51.100.1", "kari"}));
  CHECK(clocked.throttle.admits({"198.51.100.1", "ola"}));
  clocked.now += 60;
  CHECK(clocked.tries("203.0.113.1", "kari") == limits::staff_logins_per_minute);
}

TEST_CASE("one network may try so often, whatever the names") {
  Clocked clocked;
  for (int i = 0; i < limits::staff_logins_at_once; ++i) {
    CHECK(clocked.throttle.admits({"192.0.2.1", "name" + std::to_string(i)}));
  }
  CHECK_FALSE(clocked.throttle.admits({"192.0.2.1", "another"}));
  CHECK(clocked.throttle.admits({"192.0.2.2", "another"}));
}

TEST_CASE("what is refused costs nothing, so that waiting is enough") {
  Clocked clocked;
  CHECK(clocked.tries("192.0.2.1", "kari") == limits::staff_logins_at_once);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(clocked.throttle.admits({"192.0.2.1", "kari"}));
  clocked.now += std::int64_t{60} * limits::staff_logins_at_once;
  CHECK(clocked.tries("192.0.2.1", "kari") == limits::staff_logins_at_once);
}

TEST_CASE("a clock that goes backwards gives nothing back, and an unknown network is not counted") {
  Clocked clocked;
  CHECK(clocked.tries("192.0.2.1", "kari") == limits::staff_logins_at_once);
  clocked.now -= 1'000'000;
  CHECK_FALSE(clocked.throttle.admits({"192.0.2.1", "kari"}));
  for (int i = 0; i < 20; ++i) {
    CHECK(clocked.throttle.admits({"", "somebody" + std::to_string(i)}));
  }
}
