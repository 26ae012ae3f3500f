#include "cli/store.h"

#include <filesystem>
#include <string>
#include <utility>

#include "cli/catalogue.h"
#include "store/postgres_store.h"
#include "store/sqlite_store.h"

namespace enig::cli {
namespace {

using Opened = std::expected<std::unique_ptr<store::Store>, Error>;

template <class Kind>
Opened opened(std::expected<std::unique_ptr<Kind>, Error> store) {
  if (!store) return std::unexpected(store.error());
  return std::move(*store);
}

std::expected<std::string, Error> database_url(const Flags& flags) {
  std::string url = flags.value(database_flag.name);
  if (store::pg::is_postgres_url(url)) return url;
  // It may hold a password, so it is not said again.
  return std::unexpected(Error{Fault::refused, "--database is no address of a PostgreSQL database.",
                               "Write it like postgresql://USER@HOST/NAME."});
}

struct Read {
  std::unique_ptr<store::Store> store;
  policy::Mode mode;
};

template <class Kind>
std::expected<Read, Error> read(std::expected<std::unique_ptr<Kind>, Error> store) {
  if (!store) return std::unexpected(store.error());
  const policy::Mode mode = (*store)->mode();
  return Read{std::move(*store), mode};
}

std::expected<Read, Error> store_for_reading(const Flags& flags) {
  if (flags.has(data_flag.name) == flags.has(database_flag.name)) {
    return std::unexpected(Error{Fault::refused,
                                 "Where the ballots are is --data DIR or --database URL, one of "
                                 "them.",
                                 "enig --help shows how to use it."});
  }
  if (flags.has(data_flag.name)) {
    return read(store::SqliteStore::open_for_reading(flags.value(data_flag.name)));
  }
  auto url = database_url(flags);
  if (!url) return std::unexpected(url.error());
  return read(store::PostgresStore::open_for_reading(std::move(*url)));
}

}  // namespace

Opened store_for_serving(const Flags& flags, policy::Mode mode) {
  const std::string folder = flags.value(data_flag.name);
  if (!flags.has(database_flag.name)) {
    return opened(store::SqliteStore::create(folder, {.mode = mode}));
  }
  auto url = database_url(flags);
  if (!url) return std::unexpected(url.error());
  return opened(store::PostgresStore::create(std::move(*url), folder, {.mode = mode}));
}

std::expected<store::Secret, Error> form_secret(const Flags& flags) {
  const std::filesystem::path folder = flags.value(data_flag.name);
  const auto key = store::secret_in(
      folder / "ballot.key",
      {store::WhenMissing::refuse, "a server has just been started", "Start it again."});
  if (!key) return std::unexpected(key.error());
  return store::derived(*key, "enig: forms without script");
}

std::expected<Ballots, int> ballots_or_say(std::string_view command, std::span<const Flag> known,
                                           std::span<const std::string_view> args, std::FILE* err) {
  auto flags = Flags::parse(command, known, args);
  if (!flags) {
    print_error(err, flags.error());
    return std::unexpected(2);
  }
  auto catalogue = load_or_say(flags->value("--policies"), err);
  if (!catalogue) return std::unexpected(1);
  auto kept = store_for_reading(*flags);
  if (!kept) {
    print_error(err, kept.error());
    return std::unexpected(kept.error().fault == Fault::refused ? 2 : 1);
  }
  return Ballots{std::move(*flags), std::move(*catalogue), std::move(kept->store), kept->mode};
}

std::optional<store::Recount> count_or_say(store::Store& store, const policy::Policy& policy,
                                           std::FILE* err) {
  auto count = store::recount(store, policy);
  if (count) return std::move(*count);
  print_error(err, count.error());
  return std::nullopt;
}

}  // namespace enig::cli
