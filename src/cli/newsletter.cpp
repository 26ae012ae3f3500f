#include "cli/newsletter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "cli/catalogue.h"
#include "newsletter/export.h"
#include "newsletter/postgres_list.h"
#include "newsletter/smtp_post.h"
#include "newsletter/sqlite_list.h"
#include "store/file.h"

namespace enig::cli {
namespace {

using newsletter::Keys;
using newsletter::PostgresList;
using newsletter::SqliteList;

constexpr std::string_view command = "newsletter";
constexpr const char* password_variable = "ENIG_NEWSLETTER_PASSWORD";

std::unexpected<Error> refused(std::string what, std::string remedy) {
  return std::unexpected(Error{Fault::refused, std::move(what), std::move(remedy)});
}

std::expected<std::string, Error> file_text(const std::string& path) {
  const store::File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, limits::password_file_bytes_max> bytes{};
  const ssize_t size = file ? ::read(file.descriptor(), bytes.data(), bytes.size()) : -1;
  if (size < 0) {
    return refused(fmt::format("The file {} cannot be read: {}.", path, std::strerror(errno)), "");
  }
  return std::string(bytes.data(), static_cast<std::size_t>(size));
}

// From its file or, where none is named, from the environment; never from the command line, which
// every user of the machine can read.
std::expected<std::string, Error> password_of(const Flags& flags) {
  const std::string file = flags.value(newsletter_password_flag.name);
  if (file.empty()) {
    const char* const given = std::getenv(password_variable);
    return given == nullptr ? std::string() : std::string(given);
  }
  auto text = file_text(file);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (text->empty()) return refused(fmt::format("The file {} holds no password.", file), "");
  return text;
}

std::expected<newsletter::Stationery, Error> stationery_of(const Flags& flags,
                                                           const policy::Site& site) {
  const std::string from = flags.value(newsletter_from_flag.name);
  auto sender = newsletter::sender_from(from);
  if (!sender) {
    return refused(fmt::format("\"{}\" is no sender of letters.", from),
                   "Write --newsletter-from like \"Name <post@example.org>\".");
  }
  const std::string url = flags.value(public_url_flag.name);
  auto public_url = newsletter::public_url_from(url);
  if (!public_url) {
    return refused(fmt::format("\"{}\" is no address that a letter can lead to.", url),
                   "Write --public-url like https://enig.example.org/.");
  }
  return newsletter::Stationery{site, std::move(*sender), std::move(*public_url)};
}

std::string host_of(std::string_view url) {
  std::string_view host = url.substr(url.find("//") + 2);
  return std::string(host.substr(0, host.find_first_of(":/")));
}

std::expected<std::unique_ptr<newsletter::Post>, Error> post_of(const Flags& flags,
                                                                std::string_view public_url) {
  newsletter::SmtpPost::Options options;
  options.url = flags.value(newsletter_smtp_flag.name);
  options.user = flags.value(newsletter_user_flag.name);
  options.ca_file = flags.value(newsletter_ca_flag.name);
  options.own_name = host_of(public_url);
  auto password = password_of(flags);
  if (!password) return std::unexpected(password.error());
  if (!options.user.empty() && password->empty()) {
    return refused("The mail server's user has no password.",
                   fmt::format("Give --newsletter-password-file, or set {}.", password_variable));
  }
  options.password = std::move(*password);
  auto post = newsletter::SmtpPost::create(std::move(options));
  if (!post) return std::unexpected(post.error());
  return std::move(*post);
}

struct Opened {
  std::unique_ptr<newsletter::List> list;
  Keys keys;
};
using ListOrError = std::expected<std::unique_ptr<newsletter::List>, Error>;

template <class Kind>
ListOrError as_list(std::expected<std::unique_ptr<Kind>, Error> list) {
  if (!list) return std::unexpected(list.error());
  return std::move(*list);
}

enum class Use { sending, beside };

// In the data folder or, where one is named, in a database.
ListOrError list_of(const Flags& flags, Use use) {
  const std::string folder = flags.value("--data");
  std::string url = flags.value(newsletter_database_flag.name);
  if (url.empty()) {
    return as_list(use == Use::sending ? SqliteList::create(folder) : SqliteList::open(folder));
  }
  if (!store::pg::is_postgres_url(url)) {
    return refused(
        fmt::format("{} is no address of a PostgreSQL database.", newsletter_database_flag.name),
        "Write it like postgresql://USER@HOST/NAME.");
  }
  return as_list(use == Use::sending ? PostgresList::create(std::move(url))
                                     : PostgresList::open(std::move(url)));
}

std::expected<Opened, Error> opened(ListOrError list, const std::filesystem::path& folder) {
  if (!list) return std::unexpected(list.error());
  const auto is_empty = (*list)->is_empty();
  if (!is_empty) return std::unexpected(is_empty.error());
  const auto keys = Keys::create(SqliteList::key_file_in(folder),
                                 *is_empty ? store::WhenMissing::make : store::WhenMissing::refuse);
  if (!keys) return std::unexpected(keys.error());
  return Opened{std::move(*list), *keys};
}

std::expected<void, Error> write_new(const std::string& path, std::string_view text) {
  const store::File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  std::size_t written = 0;
  while (file && written < text.size()) {
    const ssize_t bytes = ::write(file.descriptor(), text.data() + written, text.size() - written);
    if (bytes < 0) break;
    written += static_cast<std::size_t>(bytes);
  }
  if (file && written == text.size() && ::fsync(file.descriptor()) == 0) return {};
  return refused(fmt::format("The file {} cannot be written: {}.", path, std::strerror(errno)),
                 "Give the name of a file that is not there yet.");
}

std::expected<void, Error> export_list(const Flags& flags, std::FILE* out) {
  const std::filesystem::path folder = flags.value("--data");
  auto kept = opened(list_of(flags, Use::beside), folder);
  if (!kept) return std::unexpected(kept.error());
  const auto url = kept->list->public_url();
  if (!url) return std::unexpected(url.error());
  const auto csv = newsletter::to_csv(*kept->list, kept->keys, *url);
  if (!csv) return std::unexpected(csv.error());
  if (flags.has("--out")) return write_new(flags.value("--out"), *csv);
  fmt::print(out, "{}", *csv);
  return {};
}

std::expected<void, Error> remove_address(const Flags& flags, std::string_view typed,
                                          std::FILE* out) {
  const auto address = newsletter::mailbox_from(typed);
  if (!address) return refused(fmt::format("\"{}\" is no mail address.", typed), "");
  auto list = list_of(flags, Use::beside);
  if (!list) return std::unexpected(list.error());
  const auto found = (*list)->find(*address);
  if (!found) return std::unexpected(found.error());
  if (!*found) return refused("The address is not on the list.", "");
  const auto removed = (*list)->remove((*found)->seed);
  if (!removed) return std::unexpected(removed.error());
  if (auto done = (*list)->tidy(); !done) return done;
  fmt::print(out, "The address is removed.\n");
  return {};
}

}  // namespace

std::expected<std::unique_ptr<newsletter::Office>, Error> newsletter_office(
    const Flags& flags, const policy::Site& site, server::Tell tell) {
  const bool has_server = flags.has(newsletter_smtp_flag.name);
  for (const Flag& flag : {newsletter_from_flag, public_url_flag}) {
    if (has_server && !flags.has(flag.name)) {
      return refused(fmt::format("The newsletter wants {} {}.", flag.name, flag.value), "");
    }
  }
  for (const Flag& flag : {newsletter_from_flag, newsletter_user_flag, newsletter_password_flag,
                           newsletter_ca_flag, newsletter_database_flag}) {
    if (!has_server && flags.has(flag.name)) {
      return refused(fmt::format("{} means nothing without --newsletter-smtp.", flag.name), "");
    }
  }
  if (!has_server) return nullptr;
  auto stationery = stationery_of(flags, site);
  if (!stationery) return std::unexpected(stationery.error());
  auto post = post_of(flags, stationery->public_url);
  if (!post) return std::unexpected(post.error());
  const std::filesystem::path folder = flags.value("--data");
  auto kept = opened(list_of(flags, Use::sending), folder);
  if (!kept) return std::unexpected(kept.error());
  if (auto noted = kept->list->set_public_url(stationery->public_url); !noted) {
    return std::unexpected(noted.error());
  }
  return newsletter::Office::create(
      {.list = std::move(kept->list),
       .keys = kept->keys,
       .stationery = std::move(*stationery),
       .post = std::move(*post),
       .now_unix_seconds = [] { return static_cast<std::int64_t>(std::time(nullptr)); },
       .say =
           [tell = std::move(tell)](std::string_view sentence) {
             tell({server::Level::warning, "newsletter", fmt::format("Newsletter: {}", sentence)});
           }});
}

int newsletter_command(std::span<const std::string_view> args, std::FILE* out, std::FILE* err) {
  constexpr std::array exports = {Flag{"--data", "DIR", Need::required}, newsletter_database_flag,
                                  Flag{"--out", "FILE"}};
  constexpr std::array removes = {Flag{"--data", "DIR", Need::required}, newsletter_database_flag};
  const bool does_export = !args.empty() && args.front() == "export";
  const bool does_remove = args.size() >= 2 && args.front() == "remove";
  if (!does_export && !does_remove) {
    print_error(err,
                {Fault::refused,
                 "enig newsletter wants \"export --data DIR\" or \"remove ADDRESS --data DIR\".",
                 "enig --help shows how to use it."});
    return 2;
  }
  const auto flags = does_export ? Flags::parse(command, exports, args.subspan(1))
                                 : Flags::parse(command, removes, args.subspan(2));
  if (!flags) {
    print_error(err, flags.error());
    return 2;
  }
  const auto done = does_export ? export_list(*flags, out) : remove_address(*flags, args[1], out);
  if (done) return 0;
  print_error(err, done.error());
  return 1;
}

}  // namespace enig::cli
