// What the staff's register promises on either database: one suite, run on each.
#include "staff/register.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "newsletter/postgres_list.h"
#include "staff/postgres_database.h"
#include "staff/sqlite_database.h"
#include "store/postgres_store.h"
#include "tests/store/failing_disk.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::staff;
using support::Postgres;
using Changed = Register::Changed;
using Added = Register::Added;
using LastAdmin = Register::LastAdmin;

namespace {

struct InSqlite {
  InSqlite() { reopen(); }
  void reopen() {
    staff.reset();
    database = SqliteDatabase::open(folder.path()).value();
    staff.emplace(*database);
  }
  std::unique_ptr<Database> another() const { return SqliteDatabase::open(folder.path()).value(); }

  support::TemporaryFolder folder;
  std::unique_ptr<Database> database;
  std::optional<Register> staff;
};

struct InPostgres {
  InPostgres() { reopen(); }
  void reopen() {
    staff.reset();
    auto opened = PostgresDatabase::open(postgres.url());
    if (!opened) FAIL(to_text(opened.error()));
    database = std::move(*opened);
    staff.emplace(*database);
  }
  std::unique_ptr<Database> another() const {
    return PostgresDatabase::open(postgres.url()).value();
  }

  Postgres postgres;
  std::unique_ptr<Database> database;
  std::optional<Register> staff;
};

Account account(const std::string& name, Role role = Role::viewer) {
  Account each;
  each.name = name;
  each.role = role;
  return each;
}

Mark mark(std::uint8_t number) {
  Mark each{};
  each.fill(number);
  return each;
}

Session session(std::uint8_t number, const std::string& name, Minute began) {
  return {mark(number), "id" + std::to_string(number), name, "nb", began, began};
}

}  // namespace

#define FOR_EVERY_REGISTER(claim) TEMPLATE_TEST_CASE(claim, "", InSqlite, InPostgres)

FOR_EVERY_REGISTER("an account is there once, and stays") {
  TestType each;
  Account kari = account("kari", Role::admin);
  kari.password_hash = "$argon2id$";
  kari.code_secret = {0, 1, 255};
  kari.code_step = 7;
  CHECK(each.staff->add(kari) == Added::done);
  CHECK(each.staff->add(account("kari")) == Added::taken);
  CHECK(each.staff->add(account("anne")) == Added::done);
  each.reopen();
  CHECK(each.staff->find("kari").value() == kari);
  CHECK(each.staff->find("ola").value() == std::nullopt);
  CHECK(each.staff->accounts().value() == std::vector{account("anne"), kari});
}

FOR_EVERY_REGISTER("the last who may change accounts stays one, but for who has the machine") {
  TestType each;
  REQUIRE(each.staff->add(account("kari", Role::admin)) == Added::done);
  REQUIRE(each.staff->add(account("ola", Role::editor)) == Added::done);
  CHECK(each.staff->set_role("kari", Role::viewer, LastAdmin::stays) == Changed::last_admin);
  CHECK(each.staff->remove("kari", LastAdmin::stays) == Changed::last_admin);
  CHECK(each.staff->remove("per", LastAdmin::stays) == Changed::not_there);
  CHECK(each.staff->set_role("ola", Role::admin, LastAdmin::stays) == Changed::done);
  CHECK(each.staff->set_role("kari", Role::viewer, LastAdmin::stays) == Changed::done);
  CHECK(each.staff->find("kari").value()->role == Role::viewer);
  CHECK(each.staff->remove("ola", LastAdmin::may_go) == Changed::done);
  CHECK(each.staff->find("ola").value() == std::nullopt);
}

FOR_EVERY_REGISTER("a link works once, until its end, and a new one takes its place") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  REQUIRE(each.staff->put_session(session(9, "kari", 50)).has_value());
  REQUIRE(each.staff->put_link({"kari", mark(1), 100}).has_value());
  CHECK(each.staff->owner_of_link(mark(1), 99).value() == "kari");
  CHECK(each.staff->owner_of_link(mark(1), 100).value() == std::nullopt);
  CHECK(each.staff->choose(mark(1), 100, "late").value() == std::nullopt);
  REQUIRE(each.staff->put_link({"kari", mark(2), 200}).has_value());
  CHECK(each.staff->owner_of_link(mark(1), 99).value() == std::nullopt);
  CHECK(each.staff->choose(mark(2), 99, "hash").value() == "kari");
  CHECK(each.staff->choose(mark(2), 99, "again").value() == std::nullopt);
  CHECK(each.staff->find("kari").value()->password_hash == "hash");
  CHECK(each.staff->sessions("kari").value().empty());
}

FOR_EVERY_REGISTER("a reset takes password, codes, sessions and link") {
  TestType each;
  Account kari = account("kari");
  kari.password_hash = "hash";
  REQUIRE(each.staff->add(kari) == Added::done);
  REQUIRE(each.staff->set_codes("kari", {1, 2}, 5, std::vector{mark(1), mark(2)}).has_value());
  REQUIRE(each.staff->put_session(session(1, "kari", 10)).has_value());
  REQUIRE(each.staff->put_link({"kari", mark(3), 100}).has_value());
  CHECK(each.staff->reset("kari") == Changed::done);
  CHECK(each.staff->find("kari").value() == account("kari"));
  CHECK(each.staff->sessions(std::nullopt).value().empty());
  CHECK(each.staff->recovery_left("kari") == 0);
  CHECK(each.staff->owner_of_link(mark(3), 10).value() == std::nullopt);
  CHECK(each.staff->reset("ola") == Changed::not_there);
}

FOR_EVERY_REGISTER("sessions are found by their mark, listed, seen and ended") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  REQUIRE(each.staff->add(account("ola")) == Added::done);
  for (const Session& one :
       {session(1, "kari", 10), session(2, "kari", 20), session(3, "ola", 30)}) {
    REQUIRE(each.staff->put_session(one).has_value());
  }
  each.reopen();
  CHECK(each.staff->find_session(mark(1)).value() == session(1, "kari", 10));
  CHECK(each.staff->find_session(mark(4)).value() == std::nullopt);
  CHECK(each.staff->sessions("kari").value() ==
        std::vector{session(2, "kari", 20), session(1, "kari", 10)});
  REQUIRE(each.staff->touch(mark(1), 44).has_value());
  REQUIRE(each.staff->set_language(mark(1), "en").has_value());
  CHECK(each.staff->find_session(mark(1)).value()->seen == 44);
  CHECK(each.staff->find_session(mark(1)).value()->language == "en");
  CHECK(each.staff->end_session("kari", "id3") == false);  // it is another's
  CHECK(each.staff->end_session("kari", "id2") == true);
  CHECK(each.staff->end_session(mark(2)) == false);
  CHECK(each.staff->sessions(std::nullopt).value().size() == 2);
  CHECK(each.staff->end_sessions("kari") == 1);
  CHECK(each.staff->remove("ola", LastAdmin::stays) == Changed::done);
  CHECK(each.staff->sessions(std::nullopt).value().empty());
}

FOR_EVERY_REGISTER("of too many sessions the oldest makes way") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  for (std::uint8_t i = 0; i < limits::staff_sessions_max + 2; ++i) {
    REQUIRE(each.staff->put_session(session(i, "kari", i)).has_value());
  }
  const auto kept = each.staff->sessions("kari").value();
  REQUIRE(kept.size() == limits::staff_sessions_max);
  CHECK(kept.back().began == 2);
}

FOR_EVERY_REGISTER("what has ended is forgotten") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  REQUIRE(each.staff->put_session(session(1, "kari", 10)).has_value());
  REQUIRE(each.staff->touch(mark(1), 500).has_value());
  REQUIRE(each.staff->put_session(session(2, "kari", 300)).has_value());
  REQUIRE(each.staff->put_session(session(3, "kari", 450)).has_value());
  REQUIRE(each.staff->put_link({"kari", mark(1), 500}).has_value());
  REQUIRE(each.staff->forget({.seen_before = 400, .began_before = 100}, 500).has_value());
  CHECK(each.staff->sessions("kari").value() == std::vector{session(3, "kari", 450)});
  CHECK(each.staff->owner_of_link(mark(1), 400).value() == std::nullopt);
}

FOR_EVERY_REGISTER("another password ends the other sessions and the link") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  REQUIRE(each.staff->put_session(session(1, "kari", 10)).has_value());
  REQUIRE(each.staff->put_session(session(2, "kari", 20)).has_value());
  REQUIRE(each.staff->put_link({"kari", mark(3), 100}).has_value());
  REQUIRE(each.staff->change_password("kari", "new", mark(1)).has_value());
  CHECK(each.staff->find("kari").value()->password_hash == "new");
  CHECK(each.staff->sessions("kari").value() == std::vector{session(1, "kari", 10)});
  CHECK(each.staff->owner_of_link(mark(3), 10).value() == std::nullopt);
}

FOR_EVERY_REGISTER("a step and a recovery code are used once, over two connections too") {
  TestType each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  REQUIRE(each.staff->set_codes("kari", {9}, 5, std::vector{mark(1), mark(2)}).has_value());
  const std::unique_ptr<Database> second = each.another();
  Register other(*second);
  CHECK(each.staff->use_step("kari", 5) == false);
  CHECK(each.staff->use_step("kari", 6) == true);
  CHECK(other.use_step("kari", 6) == false);
  CHECK(other.use_step("kari", 4) == false);
  CHECK(other.use_recovery("kari", mark(1)) == true);
  CHECK(each.staff->use_recovery("kari", mark(1)) == false);
  CHECK(each.staff->use_recovery("ola", mark(2)) == false);
  CHECK(each.staff->recovery_left("kari") == 1);
  REQUIRE(each.staff->set_codes("kari", {}, 0, {}).has_value());
  CHECK(each.staff->recovery_left("kari") == 0);
  CHECK(each.staff->find("kari").value() == account("kari"));
}

FOR_EVERY_REGISTER("the log is only added to") {
  TestType each;
  const Entry first{10, "kari", Deed::logged_in, ""};
  const Entry second{11, "", Deed::refused, "Ø"};
  REQUIRE(each.staff->note(first).has_value());
  REQUIRE(each.staff->note(second).has_value());
  for (const char* const sql :
       {"UPDATE enig_staff_log SET who = 'ola'", "DELETE FROM enig_staff_log",
        "DELETE FROM enig_staff_log WHERE number = 1"}) {
    INFO(sql);
    const auto changed = each.database->run(sql, {}, {});
    REQUIRE_FALSE(changed.has_value());
    CHECK(changed.error().what.contains("the log is only added to"));
  }
  each.reopen();
  CHECK(each.staff->log(10).value() == std::vector{first, second});
  CHECK(each.staff->log(1).value() == std::vector{second});
}

TEST_CASE("the log of SQLite is not written over by inserting, nor PostgreSQL's emptied") {
  InSqlite lite;
  REQUIRE(lite.staff->note({10, "kari", Deed::logged_in, ""}).has_value());
  CHECK_FALSE(
      lite.database
          ->run("INSERT OR REPLACE INTO enig_staff_log VALUES (1, 1, 'ola', 'refused', '')", {}, {})
          .has_value());
  CHECK(lite.staff->log(9).value().front().who == "kari");
  InPostgres post;
  REQUIRE(post.staff->note({10, "kari", Deed::logged_in, ""}).has_value());
  CHECK_FALSE(post.database->run("TRUNCATE enig_staff_log", {}, {}).has_value());
  CHECK(post.staff->log(9).value().size() == 1);
}

TEST_CASE("what is undone in between is undone as a whole") {
  InSqlite lite;
  InPostgres post;
  for (Database* const database : {lite.database.get(), post.database.get()}) {
    Register staff(*database);
    const Error reason{Fault::refused, "No.", ""};
    const auto done = database->together([&]() -> std::expected<void, Error> {
      REQUIRE(database
                  ->run("INSERT INTO enig_staff_log (minute, who, deed, about)"
                        " VALUES (1, 'a', 'refused', '')",
                        {}, {})
                  .has_value());
      return std::unexpected(reason);
    });
    CHECK(done == std::unexpected(reason));
    CHECK(staff.log(9).value().empty());
  }
}

TEST_CASE("the staff's file is its owner's alone, and no other program's") {
  const support::TemporaryFolder folder;
  REQUIRE(SqliteDatabase::open(folder.path()).has_value());
  struct stat status{};
  REQUIRE(::stat(SqliteDatabase::file_in(folder.path()).c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const support::TemporaryFolder other;
  sqlite3* foreign = nullptr;
  REQUIRE(sqlite3_open(SqliteDatabase::file_in(other.path()).c_str(), &foreign) == SQLITE_OK);
  REQUIRE(sqlite3_exec(foreign, "CREATE TABLE t (a)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(foreign);
  const auto refused = SqliteDatabase::open(other.path());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().what.ends_with("holds no staff that this Enig knows."));
}

TEST_CASE("the staff never lie in the ballots' database nor in the newsletter's") {
  const Postgres postgres;
  const support::TemporaryFolder folder;
  REQUIRE(store::PostgresStore::create(postgres.url(), folder.path(), {}).has_value());
  CHECK(PostgresDatabase::open(postgres.url()).error().fault == Fault::refused);
  const Postgres second;
  REQUIRE(newsletter::PostgresList::create(second.url()).has_value());
  CHECK(PostgresDatabase::open(second.url()).error().fault == Fault::refused);
}

TEST_CASE("a register whose database comes back goes on") {
  InPostgres each;
  REQUIRE(each.staff->add(account("kari")) == Added::done);
  each.postgres.kill();
  const auto away = each.staff->find("kari");
  REQUIRE_FALSE(away.has_value());
  CHECK(away.error().fault == Fault::busy);
  CHECK_FALSE(each.staff->add(account("ola")).has_value());
  each.postgres.start();
  CHECK(each.staff->find("kari").value() == account("kari"));
  CHECK(each.staff->add(account("ola")) == Added::done);
}

TEST_CASE("after a failed fsync the register tries no other") {
  support::FailingDisk disk;
  sqlite3_vfs* const machines_own = sqlite3_vfs_find(nullptr);
  REQUIRE(sqlite3_vfs_register(sqlite3_vfs_find(support::FailingDisk::name), 1) == SQLITE_OK);
  {
    InSqlite each;
    REQUIRE(each.staff->add(account("kari")) == Added::done);
    disk.fail_syncs();
    const auto failed = each.staff->add(account("ola"));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().fault == Fault::unavailable);
    const int syncs = disk.sync_count();
    CHECK_FALSE(each.staff->add(account("per")).has_value());
    CHECK_FALSE(each.staff->note({1, "kari", Deed::refused, ""}).has_value());
    CHECK(disk.sync_count() == syncs);
  }
  REQUIRE(sqlite3_vfs_register(machines_own, 1) == SQLITE_OK);
}
