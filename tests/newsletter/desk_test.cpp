#include "newsletter/desk.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "base/limits.h"
#include "newsletter/export.h"
#include "newsletter/sqlite_list.h"
#include "tests/newsletter/sink.h"
#include "tests/support/publications.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::newsletter;
using support::body_of;
using support::link_in;
using Outcome = Handed::Outcome;

namespace {

constexpr std::int64_t hour = 60 * 60;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t midnight = 1'795'392'000;  // 2026-11-23T00:00:00Z
constexpr std::int64_t evening = midnight + 23 * hour;

// A desk over a real list, and its restarts.
struct Counter {
  Counter() { restart(evening); }

  void restart(std::int64_t now) {
    desk.reset();
    list.reset();
    list = *SqliteList::create(folder.path());
    keys = *Keys::create(SqliteList::key_file_in(folder.path()), store::WhenMissing::make);
    desk = std::make_unique<Desk>(*list, *keys,
                                  Stationery{support::small_publication().site,
                                             {"Øya", "post@example.org"},
                                             "https://enig.example.org/"});
    REQUIRE(desk->open(now).has_value());
  }
  SignedUp sign_up(const std::string& address, std::int64_t now) {
    return desk->sign_up(address, "nb", now).value();
  }
  // The next letter, not handed over yet.
  std::optional<DueLetter> next(std::int64_t now) { return desk->next_letter(now).value(); }
  std::optional<std::string> sent(std::int64_t now) {
    const auto letter = next(now);
    if (!letter) return std::nullopt;
    REQUIRE(desk->handed(letter->seed, {Outcome::sent}, now).has_value());
    return letter->envelope.message;
  }
  std::string csv() { return to_csv(*list, *keys, "https://enig.example.org/").value(); }
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }

  support::TemporaryFolder folder;
  std::unique_ptr<SqliteList> list;
  std::optional<Keys> keys;
  std::unique_ptr<Desk> desk;
};

Token token_in(const std::string& letter, const std::string& part) {
  const std::string link = link_in(letter, part);
  return token_from(link.substr(link.rfind('/') + 1)).value();
}

}  // namespace

TEST_CASE("nobody is on the list before they have pressed the button of their letter") {
  Counter at;
  CHECK(at.sign_up("kari@example.org", evening) == SignedUp::taken);
  const std::string letter = at.sent(evening).value();
  CHECK(at.csv() == "address,language,confirmed,unsubscribe\r\n");
  const Token token = token_in(letter, "/confirm/");
  CHECK(at.desk->look(Purpose::confirm, token, evening) == Standing::waiting);
  CHECK(at.csv() == "address,language,confirmed,unsubscribe\r\n");
  CHECK(at.desk->confirm(token, evening) == Standing::waiting);
  const Token leave = token_in(letter, "/leave/");
  CHECK(at.csv() ==
        "address,language,confirmed,unsubscribe\r\n"
        "kari@example.org,nb,2026-11-23,https://enig.example.org/newsletter/leave/" +
            to_text(leave) + "\r\n");
}

TEST_CASE("a link confirms once") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  const Token token = token_in(at.sent(evening).value(), "/confirm/");
  CHECK(at.desk->confirm(token, evening) == Standing::waiting);
  CHECK(at.desk->confirm(token, evening) == Standing::confirmed);
  CHECK(at.desk->look(Purpose::confirm, token, evening + 100 * day) == Standing::confirmed);
}

TEST_CASE("a link of one kind, or of nobody, does nothing") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  const std::string letter = at.sent(evening).value();
  CHECK(at.desk->confirm(token_in(letter, "/leave/"), evening) == Standing::gone);
  CHECK(at.desk->leave(token_in(letter, "/confirm/"), evening) == Standing::gone);
  CHECK(at.desk->confirm(Token{}, evening) == Standing::gone);
  CHECK(at.desk->look(Purpose::confirm, token_in(letter, "/confirm/"), evening) ==
        Standing::waiting);
}

TEST_CASE("who leaves is gone, byte for byte") {
  Counter at;
  at.sign_up("kari.som.gaar@example.org", evening);
  const std::string letter = at.sent(evening).value();
  REQUIRE(at.desk->confirm(token_in(letter, "/confirm/"), evening).has_value());
  REQUIRE(at.desk->tidy().has_value());
  CHECK(at.bytes().find("kari.som.gaar") != std::string::npos);
  CHECK(at.desk->leave(token_in(letter, "/leave/"), evening) == Standing::confirmed);
  REQUIRE(at.desk->tidy().has_value());
  CHECK(at.bytes().find("kari.som.gaar") == std::string::npos);
  CHECK(at.desk->leave(token_in(letter, "/leave/"), evening) == Standing::gone);
  CHECK(at.desk->confirm(token_in(letter, "/confirm/"), evening) == Standing::gone);
}

TEST_CASE("an unconfirmed address is kept for 48 hours and never for 72") {
  for (const std::int64_t asked : {midnight, evening, midnight + day - 1}) {
    Counter at;
    at.sign_up("kari.for.sent@example.org", asked);
    const Token token = token_in(at.sent(asked).value(), "/confirm/");
    CHECK(at.desk->look(Purpose::confirm, token, asked + 2 * day) == Standing::waiting);
    CHECK(at.desk->look(Purpose::confirm, token, midnight + 3 * day - 1) == Standing::waiting);
    // Nobody has to come for it to be deleted: this is when the clerk wakes.
    CHECK(at.desk->expire(asked + 2 * day).value() == midnight + 3 * day);
    CHECK(at.desk->expire(midnight + 3 * day).value() == std::nullopt);
    REQUIRE(at.desk->tidy().has_value());
    CHECK(at.bytes().find("kari.for.sent") == std::string::npos);
    CHECK(at.desk->confirm(token, midnight + 3 * day) == Standing::gone);
  }
}

TEST_CASE("what is too old is deleted at start") {
  Counter at;
  at.sign_up("kari.for.sent@example.org", evening);
  at.restart(midnight + 3 * day);
  REQUIRE(at.desk->tidy().has_value());
  CHECK(at.bytes().find("kari.for.sent") == std::string::npos);
  CHECK_FALSE(at.next(midnight + 3 * day).has_value());
}

TEST_CASE("who has confirmed stays") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  REQUIRE(at.desk->confirm(token_in(at.sent(evening).value(), "/confirm/"), evening).has_value());
  at.restart(evening + 1000 * day);
  CHECK(at.csv().find("kari@example.org,nb,2026-11-23,") != std::string::npos);
}

TEST_CASE("new, waiting and confirmed addresses get the same reply, and one letter a day") {
  Counter at;
  CHECK(at.sign_up("kari@example.org", midnight) == SignedUp::taken);
  const std::string first = at.sent(midnight).value();
  CHECK(at.sign_up("KARI@Example.org", evening) == SignedUp::taken);
  CHECK_FALSE(at.sent(evening).has_value());
  CHECK(at.sign_up("kari@example.org", midnight + day) == SignedUp::taken);
  const std::string second = at.sent(midnight + day).value();
  CHECK(token_in(second, "/confirm/") == token_in(first, "/confirm/"));
  CHECK(support::field_of(second, "Message-ID") != support::field_of(first, "Message-ID"));
  REQUIRE(at.desk->confirm(token_in(second, "/confirm/"), midnight + day).has_value());
  CHECK(at.sign_up("kari@example.org", evening + day) == SignedUp::taken);
  CHECK_FALSE(at.sent(evening + day).has_value());
  CHECK(at.sign_up("kari@example.org", midnight + 2 * day) == SignedUp::taken);
  const std::string third = at.sent(midnight + 2 * day).value();
  CHECK(body_of(third).find("/confirm/") == std::string::npos);
  CHECK(link_in(third, "/leave/") == link_in(first, "/leave/"));
  CHECK_FALSE(at.sent(midnight + 2 * day).has_value());
}

TEST_CASE("an address that is none is refused and nothing is kept") {
  Counter at;
  CHECK(at.sign_up("kari@example.org\r\nBcc: ola@example.org", evening) == SignedUp::address_wrong);
  CHECK_FALSE(at.next(evening).has_value());
  CHECK(at.list->is_empty().value());
}

TEST_CASE("a flood of sign-ups is asked to come again in a minute") {
  Counter at;
  for (std::size_t i = 0; i < limits::sign_ups_per_minute_max; ++i) {
    REQUIRE(at.sign_up(fmt::format("p{}@example.org", i), evening) == SignedUp::taken);
  }
  CHECK(at.sign_up("kari@example.org", evening + 59) == SignedUp::too_many);
  // The same reply for who is known, and for nobody's address none of it.
  CHECK(at.sign_up("p0@example.org", evening) == SignedUp::too_many);
  CHECK(at.sign_up("kari", evening) == SignedUp::address_wrong);
  CHECK(at.sign_up("kari@example.org", evening + 60) == SignedUp::taken);
}

TEST_CASE("no more letters wait than the queue holds") {
  Counter at;
  std::int64_t now = midnight;
  for (std::size_t i = 0; i < limits::letters_waiting_max; ++i) {
    if (i % limits::sign_ups_per_minute_max == 0) now += 60;
    REQUIRE(at.sign_up(fmt::format("p{}@example.org", i), now) == SignedUp::taken);
  }
  CHECK(at.sign_up("kari@example.org", now + 60) == SignedUp::too_many);
  REQUIRE(at.sent(now + 60).has_value());
  CHECK(at.sign_up("kari@example.org", now + 60) == SignedUp::taken);
}

TEST_CASE("without a mail server letters wait, each pause twice the last, and survive a restart") {
  Counter at;
  at.sign_up("kari@example.org", midnight);
  at.sign_up("ola@example.org", midnight);
  std::int64_t now = midnight;
  std::int64_t pause = limits::mail_retry_first_s;
  for (int i = 0; i < 10; ++i) {
    const auto letter = at.next(now);
    REQUIRE(letter.has_value());
    REQUIRE(at.desk->handed(letter->seed, {Outcome::no_server, "x"}, now).has_value());
    CHECK_FALSE(at.next(now + pause - 1).has_value());
    CHECK(at.desk->next_letter_at() == now + pause);
    now += pause;
    pause = std::min<std::int64_t>(2 * pause, limits::mail_retry_last_s);
  }
  CHECK(pause == limits::mail_retry_last_s);
  at.restart(now);
  CHECK(at.sent(now).has_value());
  CHECK(at.sent(now).has_value());
  CHECK_FALSE(at.sent(now).has_value());
  at.restart(now);
  CHECK_FALSE(at.sent(now).has_value());
}

TEST_CASE("a letter that is deferred does not hold up the others") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  at.sign_up("ola@example.org", evening);
  const auto first = at.next(evening).value();
  REQUIRE(at.desk->handed(first.seed, {Outcome::deferred, "x"}, evening).has_value());
  const auto second = at.next(evening).value();
  CHECK(second.envelope.to != first.envelope.to);
  REQUIRE(at.desk->handed(second.seed, {Outcome::sent}, evening).has_value());
  CHECK_FALSE(at.next(evening).has_value());
  const auto again = at.next(evening + limits::mail_retry_first_s).value();
  CHECK(again.envelope.to == first.envelope.to);
  // The same letter is the same message to a mail server that has seen it.
  CHECK(support::field_of(again.envelope.message, "Message-ID") ==
        support::field_of(first.envelope.message, "Message-ID"));
}

TEST_CASE("an address that the mail server does not know is deleted") {
  Counter at;
  at.sign_up("ingen.slik@example.org", evening);
  const auto letter = at.next(evening).value();
  REQUIRE(at.desk->handed(letter.seed, {Outcome::no_such, "x"}, evening).has_value());
  REQUIRE(at.desk->tidy().has_value());
  CHECK(at.bytes().find("ingen.slik") == std::string::npos);
}

TEST_CASE("who is taken off the list by another program while a letter is on its way stays off") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  const auto letter = at.next(evening).value();
  REQUIRE(at.list->remove(letter.seed).value());
  REQUIRE(at.desk->handed(letter.seed, {Outcome::sent}, evening).has_value());
  CHECK(at.list->is_empty().value());
  CHECK_FALSE(at.next(evening).has_value());
}

TEST_CASE("with another key no old link works, and a lost key is refused") {
  Counter at;
  at.sign_up("kari@example.org", evening);
  const auto again = Keys::create(at.folder.path() / "no.key", store::WhenMissing::refuse);
  CHECK_FALSE(again.has_value());
  CHECK(again.error().what.find("there are people on the newsletter's list") != std::string::npos);
}

TEST_CASE("a spreadsheet finds no formula in the table") {
  CHECK(csv_field("=cmd|x@example.org") == "'=cmd|x@example.org");
  CHECK(csv_field("+kari@example.org") == "'+kari@example.org");
  CHECK(csv_field("-kari@example.org") == "'-kari@example.org");
  CHECK(csv_field("@x") == "'@x");
  CHECK(csv_field("kari@example.org") == "kari@example.org");
  CHECK(csv_field("a\"b,c") == "\"a\"\"b,c\"");
  CHECK(csv_field("") == "");
}

TEST_CASE("a file of something else is refused and left as it is") {
  const support::TemporaryFolder folder;
  folder.write("newsletter.db", "no database at all, but long enough to be looked at as one....");
  CHECK_FALSE(SqliteList::create(folder.path()).has_value());
  const support::TemporaryFolder empty;
  const auto none = SqliteList::open(empty.path());
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().fault == Fault::refused);
}
