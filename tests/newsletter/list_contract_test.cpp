// What every list of the newsletter promises: one suite, run on each.
#include <sqlite3.h>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "newsletter/keys.h"
#include "newsletter/postgres_list.h"
#include "newsletter/sqlite_list.h"
#include "store/postgres_store.h"
#include "tests/store/failing_disk.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::newsletter;
using support::Postgres;

namespace {

struct InSqlite {
  InSqlite() { reopen(); }
  void reopen() {
    list.reset();
    auto opened = SqliteList::create(folder.path());
    REQUIRE(opened.has_value());
    list = std::move(*opened);
  }

  support::TemporaryFolder folder;
  std::unique_ptr<List> list;
};

struct InPostgres {
  InPostgres() { reopen(); }
  void reopen() {
    list.reset();
    auto opened = PostgresList::create(postgres.url());
    if (!opened) FAIL(to_text(opened.error()));
    list = std::move(*opened);
  }

  Postgres postgres;
  std::unique_ptr<List> list;
};

Day day(int number) { return Day(std::chrono::days(20'000 + number)); }

Subscriber kari(std::uint8_t number = 1, const std::string& address = "kari@example.org") {
  Subscriber row;
  row.seed.fill(number);
  row.address = address;
  row.language = "nb";
  row.asked = day(0);
  row.lettered = day(0);
  row.due = Due::confirm;
  row.confirm_mark.fill(static_cast<std::uint8_t>(number + 100));
  row.leave_mark.fill(static_cast<std::uint8_t>(number + 200));
  return row;
}

std::vector<std::string> confirmed(List& list) {
  std::vector<std::string> addresses;
  REQUIRE(list.each_confirmed([&](const Subscriber& row) { addresses.push_back(row.address); })
              .has_value());
  return addresses;
}

}  // namespace

#define FOR_EVERY_LIST(claim) TEMPLATE_TEST_CASE(claim, "", InSqlite, InPostgres)

FOR_EVERY_LIST("who is put on the list is found by address, by either link and by seed") {
  TestType each;
  CHECK(each.list->is_empty() == true);
  Subscriber row = kari();
  row.confirmed = day(1);
  REQUIRE(each.list->put(row).has_value());
  each.reopen();
  CHECK(each.list->is_empty() == false);
  for (const auto& found :
       {each.list->find("Kari@EXAMPLE.org"), each.list->find(Purpose::confirm, row.confirm_mark),
        each.list->find(Purpose::leave, row.leave_mark), each.list->find(row.seed)}) {
    REQUIRE(found.has_value());
    CHECK(*found == row);
  }
  CHECK(each.list->find(Purpose::confirm, row.leave_mark).value() == std::nullopt);
  CHECK(each.list->find("ola@example.org").value() == std::nullopt);
}

FOR_EVERY_LIST("a row is written over by its seed, and changed only where it still is") {
  TestType each;
  REQUIRE(each.list->put(kari()).has_value());
  Subscriber row = kari();
  row.due = Due::nothing;
  row.confirmed = day(2);
  REQUIRE(each.list->put(row).has_value());
  CHECK(each.list->find(row.seed).value() == row);
  row.language = "en";
  REQUIRE(each.list->change(row).has_value());
  CHECK(each.list->find(row.seed).value() == row);
  CHECK(each.list->remove(row.seed) == true);
  CHECK(each.list->remove(row.seed) == false);
  REQUIRE(each.list->change(row).has_value());
  CHECK(each.list->find(row.seed).value() == std::nullopt);
}

FOR_EVERY_LIST("who has not confirmed goes, and a letter that is too late is given up") {
  TestType each;
  Subscriber old = kari(1, "a@example.org");
  Subscriber fresh = kari(2, "b@example.org");
  fresh.asked = day(5);
  Subscriber sure = kari(3, "c@example.org");
  sure.confirmed = day(0);
  sure.due = Due::already;
  for (const Subscriber& row : {old, fresh, sure}) REQUIRE(each.list->put(row).has_value());
  CHECK(each.list->due().value().size() == 3);
  CHECK(each.list->waits() == true);
  REQUIRE(each.list->expire(day(3)).has_value());
  CHECK(each.list->find(old.seed).value() == std::nullopt);
  CHECK(each.list->due() == std::vector<Seed>{fresh.seed});
  REQUIRE(each.list->remove(fresh.seed).has_value());
  CHECK(each.list->waits() == false);
  CHECK(confirmed(*each.list) == std::vector<std::string>{"c@example.org"});
}

FOR_EVERY_LIST("the list is given by address, and knows where its links lead") {
  TestType each;
  std::uint8_t number = 0;
  for (const char* const address : {"m@example.org", "B@example.org", "a@example.org"}) {
    Subscriber row = kari(++number, address);
    row.confirmed = day(1);
    REQUIRE(each.list->put(row).has_value());
  }
  CHECK(confirmed(*each.list) ==
        std::vector<std::string>{"a@example.org", "B@example.org", "m@example.org"});
  CHECK(each.list->public_url() == "");
  REQUIRE(each.list->set_public_url("https://enig.example.org/").has_value());
  REQUIRE(each.list->tidy().has_value());
  each.reopen();
  CHECK(each.list->public_url() == "https://enig.example.org/");
  CHECK(confirmed(*each.list).size() == 3);
}

TEST_CASE("one server alone sends the letters of a database, others may read beside it") {
  const Postgres postgres;
  CHECK_FALSE(PostgresList::open(postgres.url()).has_value());
  auto sending = PostgresList::create(postgres.url());
  REQUIRE(sending.has_value());
  const auto second = PostgresList::create(postgres.url());
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().fault == Fault::refused);
  CHECK(second.error().what == "Another server sends this newsletter's letters already.");
  CHECK(PostgresList::open(postgres.url()).has_value());
  sending->reset();
  std::expected<std::unique_ptr<PostgresList>, Error> next = std::unexpected(second.error());
  for (int i = 0; i < 1'000 && !next; ++i) next = PostgresList::create(postgres.url());
  CHECK(next.has_value());
}

TEST_CASE("the newsletter's list never lies in the ballots' database") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  REQUIRE(store::PostgresStore::create(postgres.url(), folder.path(), {}).has_value());
  const auto list = PostgresList::create(postgres.url());
  REQUIRE_FALSE(list.has_value());
  CHECK(list.error().what == "The database of the newsletter is that of the ballots.");
}

TEST_CASE("a list whose database comes back goes on") {
  Postgres postgres;
  auto list = PostgresList::create(postgres.url());
  REQUIRE(list.has_value());
  REQUIRE((*list)->put(kari()).has_value());
  postgres.kill();
  const auto away = (*list)->find("kari@example.org");
  REQUIRE_FALSE(away.has_value());
  CHECK(away.error().fault == Fault::busy);
  postgres.start();
  CHECK((*list)->find("kari@example.org").value() == kari());
}

TEST_CASE("after a failed fsync the list tries no other") {
  support::FailingDisk disk;
  sqlite3_vfs* const machines_own = sqlite3_vfs_find(nullptr);
  REQUIRE(sqlite3_vfs_register(sqlite3_vfs_find(support::FailingDisk::name), 1) == SQLITE_OK);
  {
    const support::TemporaryFolder folder;
    auto list = SqliteList::create(folder.path());
    REQUIRE(list.has_value());
    REQUIRE((*list)->put(kari()).has_value());
    disk.fail_syncs();
    const auto failed = (*list)->put(kari(2, "ola@example.org"));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().fault == Fault::unavailable);
    const int syncs = disk.sync_count();
    CHECK((*list)->put(kari(3, "per@example.org")) == std::unexpected(failed.error()));
    CHECK((*list)->remove(kari().seed) == std::unexpected(failed.error()));
    CHECK((*list)->tidy() == std::unexpected(failed.error()));
    CHECK(disk.sync_count() == syncs);
  }
  REQUIRE(sqlite3_vfs_register(machines_own, 1) == SQLITE_OK);
}
