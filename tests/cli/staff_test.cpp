#include "cli/staff.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "staff/register.h"
#include "staff/sqlite_database.h"
#include "tests/cli/captured.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Captured;

namespace {

struct House {
  [[nodiscard]] Captured staff(std::vector<std::string_view> args) const {
    const std::string data = folder.path().string();
    args.insert(args.end(), {"--data", data});
    return Captured(cli::staff_command, args);
  }

  support::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("an account is added with a link that is good for choosing a password") {
  const House house;
  const Captured added =
      house.staff({"add", "Kari", "--role", "admin", "--public-url", "https://enig.example.org/"});
  CHECK(added.exit_code == 0);
  CHECK(added.err.empty());
  const std::string before =
      "kari chooses a password within 24 hours, once, at:\nhttps://enig.example.org/staff/choose/";
  REQUIRE(added.out.starts_with(before));
  const std::string hex = added.out.substr(before.size(), 32);
  CHECK(added.out == before + hex + "\n");
  const auto keys = staff::Keys::create(staff::SqliteDatabase::key_file_in(house.folder.path()),
                                        store::WhenMissing::refuse)
                        .value();
  const auto database = staff::SqliteDatabase::open(house.folder.path()).value();
  staff::Register rows(*database);
  CHECK(rows.owner_of_link(keys.mark(staff::Purpose::link, *staff::token_from(hex)), 0).value() ==
        "kari");
  CHECK(house.staff({"list"}).out == "kari\tadmin\thas chosen no password\tno one-time codes\n");
}

TEST_CASE("accounts are listed, reset and removed, and the log tells of it") {
  const House house;
  REQUIRE(house.staff({"add", "kari", "--role", "admin"}).exit_code == 0);
  REQUIRE(house.staff({"add", "ola"}).exit_code == 0);
  CHECK(house.staff({"list"}).out ==
        "kari\tadmin\thas chosen no password\tno one-time codes\n"
        "ola\tviewer\thas chosen no password\tno one-time codes\n");
  CHECK(house.staff({"reset", "ola"}).out.contains("\n/staff/choose/"));
  CHECK(house.staff({"remove", "kari"}).out == "The account kari is removed.\n");
  CHECK(house.staff({"sessions"}).out.empty());
  CHECK(house.staff({"revoke", "ola"}).out == "Sessions that were ended: 0.\n");
  const std::string log = house.staff({"log"}).out;
  CHECK(log.contains("\tconsole\taccount added\tkari admin\n"));
  CHECK(log.contains("\tconsole\taccount reset\tola\n"));
  CHECK(log.ends_with("\tconsole\taccount removed\tkari\n"));
  CHECK(house.staff({"log", "--count", "1"}).out.ends_with("account removed\tkari\n"));
  CHECK(house.staff({"log", "--count", "1"}).out.find('\n') ==
        house.staff({"log", "--count", "1"}).out.size() - 1);
}

TEST_CASE("sessions are listed and ended") {
  const House house;
  REQUIRE(house.staff({"add", "kari"}).exit_code == 0);
  {
    const auto database = staff::SqliteDatabase::open(house.folder.path()).value();
    staff::Register rows(*database);
    const staff::Minute far = std::int64_t{1} << 40;  // seen lately, whenever this runs
    REQUIRE(rows.put_session({staff::Mark{1}, "aa", "kari", "nb", far, far}).has_value());
    REQUIRE(rows.put_session({staff::Mark{2}, "bb", "kari", "nb", far, far}).has_value());
  }
  CHECK(house.staff({"sessions", "KARI"}).out.starts_with("kari\taa\tsince "));
  CHECK(house.staff({"revoke", "kari", "cc"}).err == "enig: kari has no session cc.\n");
  CHECK(house.staff({"revoke", "kari", "aa"}).out == "The session is ended.\n");
  CHECK(house.staff({"revoke", "kari"}).out == "Sessions that were ended: 1.\n");
  CHECK(house.staff({"sessions"}).out.empty());
}

TEST_CASE("what staff is not told well is said") {
  const House house;
  REQUIRE(house.staff({"add", "kari"}).exit_code == 0);
  struct Wrong {
    std::vector<std::string_view> args;
    int exit_code;
    std::string_view said;
  };
  for (const Wrong& wrong : {
           Wrong{{"add", "kari"}, 1, "There is an account kari already."},
           Wrong{{"add", "a b"}, 1, "\"a b\" is no name of an account."},
           Wrong{{"add", "ola", "--role", "owner"}, 1, "--role wants viewer, editor or admin."},
           Wrong{{"remove", "ola"}, 1, "There is no account ola."},
           Wrong{{"reset", "ola"}, 1, "There is no account ola."},
           Wrong{{"log", "--count", "many"}, 1, "--count wants a number of lines."},
           Wrong{{"add"}, 2, "enig staff wants add NAME"},
           Wrong{{"list", "kari"}, 2, "enig staff wants add NAME"},
           Wrong{{"forget", "kari"}, 2, "enig staff wants add NAME"},
           Wrong{{"list", "--role", "admin"}, 2, "does not know \"--role\""},
           Wrong{{"list", "--staff-database", "mysql://x"}, 1, "is no address of a PostgreSQL"},
       }) {
    const Captured done = house.staff(wrong.args);
    INFO(wrong.said);
    CHECK(done.exit_code == wrong.exit_code);
    CHECK(done.err.contains(wrong.said));
    CHECK(done.out.empty());
  }
  CHECK(Captured(cli::staff_command, {"list", "--data", "/no/such/folder"}).exit_code == 1);
}
