#include "staff/desk.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "staff/sqlite_database.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::staff;

namespace {

constexpr std::int64_t start = 1'795'392'000;  // 2026-11-23T00:00:00Z
constexpr std::int64_t minute = 60;
constexpr HashCost cheap = {1, 8 * 1024};

// A desk over a real file; a log-in with the hashing done at once.
struct AtWork {
  std::optional<Entered> enter(const std::string& name, const std::string& password,
                               const std::string& code = "", std::int64_t now = start) {
    const Candidate candidate = desk.look(name).value();
    const bool is_right = matches(candidate.hash, password);
    return desk.enter(candidate, is_right ? PasswordIs::right : PasswordIs::wrong, code, "nb", now)
        .value();
  }
  // An account with a password.
  void add(const std::string& name, const std::string& password, Role role = Role::viewer) {
    const Token link = desk.add(name, role, {console, start}).value().link;
    REQUIRE(desk.choose(link, hash_of(password, cheap).value(), start).value() == name);
  }
  Visit visit(const Entered& entered, std::int64_t now = start) {
    const auto found = desk.visit(entered.token, now).value();
    REQUIRE(found.has_value());
    return *found;
  }
  std::vector<std::string> deeds() {
    std::vector<std::string> all;
    const std::vector<Entry> entries = desk.log(1'000).value();
    for (const Entry& entry : entries) {
      std::string line(entry.who);
      line += ": ";
      line += to_text(entry.deed);
      if (!entry.about.empty()) line += ", " + entry.about;
      all.push_back(line);
    }
    return all;
  }
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }

  support::TemporaryFolder folder;
  std::unique_ptr<SqliteDatabase> database = SqliteDatabase::open(folder.path()).value();
  Keys keys =
      Keys::create(SqliteDatabase::key_file_in(folder.path()), store::WhenMissing::make).value();
  Register staff{*database};
  Desk desk{staff, keys, nobodys_hash(cheap)};
};

std::string raw(const Token& token) { return std::string(token.begin(), token.end()); }

}  // namespace

TEST_CASE("who has chosen a password gets in with it, and with nothing else") {
  AtWork at;
  at.add("kari", "tre grønne elger", Role::editor);
  const auto entered = at.enter("KARI", "tre grønne elger");
  REQUIRE(entered.has_value());
  const Visit visit = at.visit(*entered);
  CHECK(visit.account.name == "kari");
  CHECK(visit.account.role == Role::editor);
  CHECK(visit.session.language == "nb");
  for (const char* const name : {"kari", "ola", "", "not a name", "kari "}) {
    for (const char* const password : {"tre grønne elge", "", "nobody's"}) {
      CHECK_FALSE(at.enter(name, password).has_value());
    }
  }
}

TEST_CASE("an unknown account has a hash to be held against, of the same cost") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const std::string known = at.desk.look("kari").value().hash;
  const std::string unknown = at.desk.look("ola").value().hash;
  const auto cost_of = [](const std::string& hash) { return hash.substr(0, hash.rfind("p=1$")); };
  CHECK(cost_of(known) == cost_of(unknown));
  // One that has not chosen a password yet is no different.
  REQUIRE(at.desk.add("per", Role::viewer, {console, start}).has_value());
  CHECK(at.desk.look("per").value().hash == unknown);
  CHECK_FALSE(at.enter("per", "nobody's").has_value());
}

TEST_CASE("a password that is changed while it is checked opens nothing") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const Candidate candidate = at.desk.look("kari").value();
  REQUIRE(at.desk.reset("kari", {console, start}).value().has_value());
  CHECK_FALSE(at.desk.enter(candidate, PasswordIs::right, "", "nb", start).value().has_value());
}

TEST_CASE("a link opens for 24 hours, once") {
  AtWork at;
  const Token link = at.desk.add("kari", Role::viewer, {console, start}).value().link;
  const std::int64_t last = start + (limits::staff_link_minutes - 1) * minute;
  CHECK(at.desk.owner_of(link, last).value() == "kari");
  CHECK(at.desk.owner_of(link, last + minute).value() == std::nullopt);
  CHECK(at.desk.owner_of(Token{}, start).value() == std::nullopt);
  CHECK(at.desk.choose(link, "hash", last).value() == "kari");
  CHECK(at.desk.choose(link, "hash", last).value() == std::nullopt);
}

TEST_CASE("a session ends 8 hours after the last request, and after 7 days in any case") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const Entered entered = at.enter("kari", "tre grønne elger").value();
  const std::int64_t idle = limits::staff_idle_minutes * minute;
  CHECK(at.desk.visit(entered.token, start + idle - minute).value().has_value());
  CHECK_FALSE(at.desk.visit(entered.token, start + 2 * idle).value().has_value());
  std::int64_t now = start;
  const std::int64_t end = start + limits::staff_session_minutes * minute;
  const Entered busy = at.enter("kari", "tre grønne elger", "", now).value();
  for (; now < end; now += idle / 2) REQUIRE(at.desk.visit(busy.token, now).value().has_value());
  CHECK_FALSE(at.desk.visit(busy.token, end).value().has_value());
  // The list shows none of both, though their rows are still there.
  CHECK(at.desk.sessions("kari", end).value().empty());
}

TEST_CASE("who leaves, is removed or gets another password elsewhere is out") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const Entered first = at.enter("kari", "tre grønne elger").value();
  const Entered second = at.enter("kari", "tre grønne elger").value();
  REQUIRE(at.desk.leave(at.visit(first), start).has_value());
  CHECK_FALSE(at.desk.visit(first.token, start).value().has_value());
  const Entered third = at.enter("kari", "tre grønne elger").value();
  REQUIRE(at.desk.change_password(at.visit(third), hash_of("fire blå hvaler", cheap).value(), start)
              .has_value());
  CHECK_FALSE(at.desk.visit(second.token, start).value().has_value());
  CHECK(at.desk.visit(third.token, start).value().has_value());
  CHECK_FALSE(at.enter("kari", "tre grønne elger").has_value());
  REQUIRE(at.desk.end_session("kari", third.session.id, {"kari", start}) == true);
  CHECK_FALSE(at.desk.visit(third.token, start).value().has_value());
  const Entered fourth = at.enter("kari", "fire blå hvaler").value();
  REQUIRE(at.desk.remove("kari", {console, start}) == Register::Changed::done);
  CHECK_FALSE(at.desk.visit(fourth.token, start).value().has_value());
}

TEST_CASE("where codes are on, the password alone opens nothing, and each code opens once") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const Bytes secret = random_bytes(code_secret_bytes);
  CHECK_FALSE(at.desk.turn_codes_on("kari", secret, "000", start).value().has_value());
  const auto codes =
      at.desk.turn_codes_on("kari", secret, code_at(secret, step_of(start)), start).value();
  REQUIRE(codes.has_value());
  CHECK_FALSE(at.enter("kari", "tre grønne elger").has_value());
  // The code that turned them on is used.
  CHECK_FALSE(at.enter("kari", "tre grønne elger", code_at(secret, step_of(start))).has_value());
  const std::int64_t later = start + limits::staff_code_step_s;
  const std::string code = code_at(secret, step_of(later));
  CHECK_FALSE(at.enter("kari", "wrong", code, later).has_value());
  CHECK(at.enter("kari", "tre grønne elger", code, later).has_value());
  CHECK_FALSE(at.enter("kari", "tre grønne elger", code, later).has_value());
  CHECK(at.enter("kari", "tre grønne elger", codes->front(), later).has_value());
  CHECK_FALSE(at.enter("kari", "tre grønne elger", codes->front(), later).has_value());
  CHECK(at.desk.recovery_left("kari") == limits::staff_recovery_codes - 1);
  REQUIRE(at.desk.turn_codes_off("kari", later).has_value());
  CHECK(at.enter("kari", "tre grønne elger").has_value());
}

TEST_CASE("the last admin cannot take the accounts from everybody, the console can") {
  AtWork at;
  at.add("kari", "tre grønne elger", Role::admin);
  const Doer kari{"kari", start};
  CHECK(at.desk.set_role("kari", Role::viewer, kari) == Register::Changed::last_admin);
  CHECK(at.desk.remove("kari", kari) == Register::Changed::last_admin);
  CHECK(at.desk.set_role("kari", Role::viewer, {console, start}) == Register::Changed::done);
}

TEST_CASE("the log says who did what, of accounts only, and not endlessly") {
  AtWork at;
  at.add("kari", "tre grønne elger", Role::admin);
  const Entered entered = at.enter("kari", "tre grønne elger").value();
  CHECK_FALSE(at.enter("kari", "wrong").has_value());
  CHECK_FALSE(at.enter("my secret password", "wrong").has_value());
  REQUIRE(at.desk.leave(at.visit(entered), start).has_value());
  CHECK(at.deeds() == std::vector<std::string>{"console: account added, kari admin",
                                               "kari: password chosen", "kari: logged in",
                                               "kari: refused", ": refused", "kari: logged out"});
  for (int i = 0; i < 100; ++i) CHECK_FALSE(at.enter("kari", "wrong").has_value());
  CHECK(at.deeds().size() == 6 + limits::staff_refusals_logged_per_minute - 2);
  CHECK(at.deeds().back() == "kari: refused, and maybe more this minute");
  CHECK_FALSE(at.enter("kari", "wrong", "", start + minute).has_value());
  CHECK(at.deeds().back() == "kari: refused");
}

TEST_CASE("no file holds a password, a link, a cookie, a code or a secret") {
  AtWork at;
  const Token link = at.desk.add("kari", Role::viewer, {console, start}).value().link;
  CHECK_FALSE(at.bytes().contains(raw(link)));
  REQUIRE(at.desk.choose(link, hash_of("tre grønne elger", cheap).value(), start).has_value());
  const Entered entered = at.enter("kari", "tre grønne elger").value();
  const Bytes secret = random_bytes(code_secret_bytes);
  const auto codes =
      at.desk.turn_codes_on("kari", secret, code_at(secret, step_of(start)), start).value();
  const std::string all = at.bytes();
  CHECK(all.contains("kari"));
  for (const std::string& told :
       {std::string("elger"), raw(link), to_text(link), raw(entered.token), to_text(entered.token),
        std::string(secret.begin(), secret.end()), to_base32(secret), codes->front(),
        recovery_code_from(codes->front())}) {
    CHECK_FALSE(all.contains(told));
  }
}

TEST_CASE("a secret that another key sealed is said, not taken for a wrong code") {
  AtWork at;
  at.add("kari", "tre grønne elger");
  const Bytes secret = random_bytes(code_secret_bytes);
  REQUIRE(at.desk.turn_codes_on("kari", secret, code_at(secret, step_of(start)), start).value());
  Desk other(at.staff, Keys(store::Secret{}), "");
  const Candidate candidate = other.look("kari").value();
  const auto entered = other.enter(candidate, PasswordIs::right, "123456", "nb", start);
  REQUIRE_FALSE(entered.has_value());
  CHECK(entered.error().fault == Fault::unavailable);
}
