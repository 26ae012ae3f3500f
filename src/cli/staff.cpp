#include "cli/staff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "cli/catalogue.h"
#include "staff/postgres_database.h"
#include "staff/sqlite_database.h"
#include "store/postgres.h"

namespace enig::cli {
namespace {

namespace fs = std::filesystem;
using staff::Desk;
using staff::Keys;
using staff::Register;
using staff::SqliteDatabase;
using Done = std::expected<void, Error>;

constexpr Flag data = {"--data", "DIR", Need::required};
constexpr Flag role_flag = {"--role", "viewer, editor or admin"};
constexpr Flag public_url_flag = {"--public-url", "URL"};
constexpr Flag count_flag = {"--count", "N", Need::optional, Flag::Kind::number};
constexpr std::string_view usage =
    "enig staff wants add NAME, list, remove NAME, reset NAME, sessions [NAME], revoke NAME [ID] "
    "or log, and --data DIR.";

std::unexpected<Error> refused(std::string what, std::string remedy = {}) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

std::int64_t now_unix_seconds() { return static_cast<std::int64_t>(std::time(nullptr)); }

std::expected<std::unique_ptr<staff::Database>, Error> database_of(const Flags& flags) {
  const fs::path folder = flags.value("--data");
  std::error_code none;
  if (!fs::is_directory(folder, none)) {
    return refused(fmt::format("There is no data folder {}.", folder.string()),
                   "Give that of a server, or make it first.");
  }
  std::string url = flags.value(staff_database_flag.name);
  if (url.empty()) {
    auto database = SqliteDatabase::open(folder);
    if (!database) return std::unexpected(database.error());
    return std::move(*database);
  }
  if (!store::pg::is_postgres_url(url)) {
    return refused(
        fmt::format("{} is no address of a PostgreSQL database.", staff_database_flag.name),
        "Write it like postgresql://USER@HOST/NAME.");
  }
  auto database = staff::PostgresDatabase::open(std::move(url));
  if (!database) return std::unexpected(database.error());
  return std::move(*database);
}

// Several servers that share a database need the same staff.key; who comes first makes it.
std::expected<Keys, Error> keys_of(const Flags& flags, staff::Database& database) {
  const auto accounts = Register(database).accounts();
  if (!accounts) return std::unexpected(accounts.error());
  return Keys::create(SqliteDatabase::key_file_in(flags.value("--data")),
                      accounts->empty() ? store::WhenMissing::make : store::WhenMissing::refuse);
}

// What one command works with. No one's hash: it lets nobody in.
struct Opened {
  Opened(std::unique_ptr<staff::Database> given, const Keys& keys)
      : database(std::move(given)), rows(*database), desk(rows, keys, "") {}

  std::unique_ptr<staff::Database> database;
  Register rows;
  Desk desk;
};

std::expected<std::unique_ptr<Opened>, Error> opened(const Flags& flags) {
  auto database = database_of(flags);
  if (!database) return std::unexpected(database.error());
  const auto keys = keys_of(flags, **database);
  if (!keys) return std::unexpected(keys.error());
  return std::make_unique<Opened>(std::move(*database), *keys);
}

// What a command was given beside its flags.
struct Given {
  const Flags& flags;
  std::vector<std::string> words;
  std::FILE* out;

  [[nodiscard]] staff::Doer doer() const { return {staff::console, now_unix_seconds()}; }
};

std::expected<std::string, Error> name_in(const Given& given) {
  auto name = staff::account_name_from(given.words.front());
  if (name) return std::move(*name);
  return refused(fmt::format("\"{}\" is no name of an account.", given.words.front()),
                 "Write it with letters, figures, '.', '-', '_' and '@'.");
}

Error no_account(std::string_view name) {
  return {Fault::refused, fmt::format("There is no account {}.", name),
          "enig staff list shows all."};
}

void print_link(const Given& given, std::string_view name, const staff::Token& link) {
  std::string url = given.flags.value(public_url_flag.name);
  while (url.ends_with('/')) url.pop_back();
  fmt::print(given.out, "{} chooses a password within {} hours, once, at:\n{}/staff/choose/{}\n",
             name, limits::staff_link_minutes / 60, url, staff::to_text(link));
  if (url.empty()) {
    fmt::print(given.out, "(at the address of your site; --public-url URL writes it in front)\n");
  }
}

Done add(Desk& desk, const Given& given) {
  const auto name = name_in(given);
  if (!name) return std::unexpected(name.error());
  const auto role = staff::role_from(given.flags.value(role_flag.name, "viewer"));
  if (!role) return refused("--role wants viewer, editor or admin.");
  const auto added = desk.add(*name, *role, given.doer());
  if (!added) return std::unexpected(added.error());
  switch (added->how) {
    case Register::Added::taken:
      return refused(fmt::format("There is an account {} already.", *name),
                     "enig staff reset gives it a new link.");
    case Register::Added::full:
      return refused(
          fmt::format("There are {} accounts, and no more can be.", limits::staff_accounts_max));
    case Register::Added::done:
      break;
  }
  print_link(given, *name, added->link);
  return {};
}

Done list(Desk& desk, const Given& given) {
  const auto accounts = desk.accounts();
  if (!accounts) return std::unexpected(accounts.error());
  for (const staff::Account& each : *accounts) {
    fmt::print(given.out, "{}\t{}\t{}\t{}\n", each.name, staff::to_text(each.role),
               each.has_password() ? "has a password" : "has chosen no password",
               each.asks_for_code() ? "one-time codes" : "no one-time codes");
  }
  return {};
}

Done remove(Desk& desk, const Given& given) {
  const auto name = name_in(given);
  if (!name) return std::unexpected(name.error());
  const auto removed = desk.remove(*name, given.doer());
  if (!removed) return std::unexpected(removed.error());
  if (*removed == Register::Changed::not_there) return std::unexpected(no_account(*name));
  fmt::print(given.out, "The account {} is removed.\n", *name);
  return {};
}

Done reset(Desk& desk, const Given& given) {
  const auto name = name_in(given);
  if (!name) return std::unexpected(name.error());
  const auto link = desk.reset(*name, given.doer());
  if (!link) return std::unexpected(link.error());
  if (!*link) return std::unexpected(no_account(*name));
  print_link(given, *name, **link);
  return {};
}

Done sessions(Desk& desk, const Given& given) {
  std::string name;
  if (!given.words.empty()) {
    auto given_name = name_in(given);
    if (!given_name) return std::unexpected(given_name.error());
    name = std::move(*given_name);
  }
  const auto found = desk.sessions(name, now_unix_seconds());
  if (!found) return std::unexpected(found.error());
  for (const staff::Session& each : *found) {
    fmt::print(given.out, "{}\t{}\tsince {}\tseen {}\n", each.name, each.id,
               staff::to_text(each.began), staff::to_text(each.seen));
  }
  return {};
}

Done revoke(Desk& desk, const Given& given) {
  const auto name = name_in(given);
  if (!name) return std::unexpected(name.error());
  if (given.words.size() == 2) {
    const auto ended = desk.end_session(*name, given.words[1], given.doer());
    if (!ended) return std::unexpected(ended.error());
    if (!*ended) return refused(fmt::format("{} has no session {}.", *name, given.words[1]));
    fmt::print(given.out, "The session is ended.\n");
    return {};
  }
  const auto count = desk.end_sessions(*name, given.doer());
  if (!count) return std::unexpected(count.error());
  fmt::print(given.out, "Sessions that were ended: {}.\n", *count);
  return {};
}

Done log(Desk& desk, const Given& given) {
  std::size_t count = limits::staff_log_shown_max;
  if (given.flags.has(count_flag.name)) {
    const std::string text = given.flags.value(count_flag.name);
    const bool is_number = !text.empty() && text.size() <= 6 &&
                           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return refused("--count wants a number of lines.");
    count = std::min<std::size_t>(std::stoul(text), limits::staff_log_shown_max);
  }
  const auto entries = desk.log(count);
  if (!entries) return std::unexpected(entries.error());
  for (const staff::Entry& each : *entries) {
    fmt::print(given.out, "{}\t{}\t{}\t{}\n", staff::to_text(each.minute),
               each.who.empty() ? "(unknown)" : each.who, staff::to_text(each.deed), each.about);
  }
  return {};
}

struct Verb {
  std::string_view name;
  std::size_t words_min;
  std::size_t words_max;
  Done (*run)(Desk&, const Given&);
  std::vector<Flag> flags;
};

std::vector<Verb> verbs() {
  return {{"add", 1, 1, add, {role_flag, public_url_flag}},
          {"list", 0, 0, list, {}},
          {"remove", 1, 1, remove, {}},
          {"reset", 1, 1, reset, {public_url_flag}},
          {"sessions", 0, 1, sessions, {}},
          {"revoke", 1, 2, revoke, {}},
          {"log", 0, 0, log, {count_flag}}};
}

}  // namespace

std::expected<std::unique_ptr<staff::Office>, Error> staff_office(const Flags& flags) {
  auto database = database_of(flags);
  if (!database) return std::unexpected(database.error());
  const auto keys = keys_of(flags, **database);
  if (!keys) return std::unexpected(keys.error());
  return std::make_unique<staff::Office>(staff::Office::Setup{
      .database = std::move(*database), .keys = *keys, .now_unix_seconds = now_unix_seconds});
}

int staff_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  const auto not_understood = [err](const Error& error) {
    print_error(err, error);
    return 2;
  };
  const Error how{Fault::refused, std::string(usage), "enig --help shows how to use it."};
  if (args.empty()) return not_understood(how);
  const std::vector<Verb> known = verbs();
  const auto verb = std::ranges::find(known, args.front(), &Verb::name);
  if (verb == known.end()) return not_understood(how);
  std::size_t words = 0;
  while (words + 1 < args.size() && !args[words + 1].starts_with("--")) ++words;
  if (words < verb->words_min || words > verb->words_max) return not_understood(how);
  std::vector<Flag> allowed = verb->flags;
  allowed.push_back(data);
  allowed.push_back(staff_database_flag);
  const auto flags = Flags::parse("staff", allowed, args.subspan(words + 1));
  if (!flags) return not_understood(flags.error());
  auto desk = opened(*flags);
  if (!desk) {
    print_error(err, desk.error());
    return 1;
  }
  Given given{*flags, {}, out};
  for (const std::string_view word : args.subspan(1, words)) given.words.emplace_back(word);
  if (const auto done = verb->run((*desk)->desk, given); !done) {
    print_error(err, done.error());
    return 1;
  }
  return 0;
}

}  // namespace enig::cli
