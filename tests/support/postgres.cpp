#include "tests/support/postgres.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace enig::support {
namespace {

namespace fs = std::filesystem;

// PostgreSQL refuses to be root.
struct User {
  bool is_other = false;
  uid_t user = 0;
  gid_t group = 0;
};

User user_of_postgres() {
  if (::geteuid() != 0) return {};
  for (const char* const name : {"postgres", "nobody"}) {
    if (const passwd* const found = ::getpwnam(name)) {
      return {true, found->pw_uid, found->pw_gid};
    }
  }
  FAIL("there is no user that PostgreSQL could run as");
  return {};
}

std::string program(const char* name) { return std::string(ENIG_POSTGRES_BIN) + "/" + name; }

pid_t start_program(std::vector<std::string> words, const fs::path& log) {
  const User user = user_of_postgres();
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child != 0) return child;
  // A group of its own, so that kill() reaches all of it and Ctrl+C none.
  ::setsid();
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::close(STDIN_FILENO);
  if (user.is_other &&
      (::setgroups(0, nullptr) != 0 || ::setgid(user.group) != 0 || ::setuid(user.user) != 0)) {
    ::_exit(126);
  }
  if (::chdir("/") != 0) ::_exit(126);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  ::execv(pointers.front(), pointers.data());
  ::_exit(127);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

void give_to(const User& user, const fs::path& folder) {
  if (!user.is_other) return;
  REQUIRE(::chown(folder.c_str(), user.user, user.group) == 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    REQUIRE(::chown(entry.path().c_str(), user.user, user.group) == 0);
  }
}

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "enig-postgres-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

// A new cluster takes seconds to make, so it is made once a build and copied.
void copy_cluster(const fs::path& to) {
  const fs::path kept = ENIG_POSTGRES_CLUSTER;
  const int lock = ::open((kept.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  REQUIRE(lock >= 0);
  REQUIRE(::flock(lock, LOCK_EX) == 0);
  if (!fs::exists(kept)) {
    const fs::path made = new_folder();
    give_to(user_of_postgres(), made);
    const fs::path log = to / "initdb.log";
    const pid_t child =
        start_program({program("initdb"), "-D", (made / "data").string(), "-U", "enig", "-A",
                       "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
                      log);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (status != 0) FAIL("initdb failed: " << text_of(log));
    fs::copy(made / "data", kept.string() + ".new", fs::copy_options::recursive);
    fs::rename(kept.string() + ".new", kept);
    fs::remove_all(made);
  }
  fs::copy(kept, to / "data", fs::copy_options::recursive);
  ::close(lock);
}

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(probe);
  return ntohs(address.sin_port);
}

}  // namespace

Postgres::Postgres(std::vector<std::string> settings) : settings_(std::move(settings)) {
  if (!fs::exists(program("initdb"))) {
    SKIP("PostgreSQL is not installed (apt: postgresql)");
  }
  folder_ = new_folder();
  copy_cluster(folder_);
  give_to(user_of_postgres(), folder_);
  fs::permissions(folder_ / "data", fs::perms::owner_all);
  port_ = free_port();
  start();
}

Postgres::~Postgres() {
  if (pid_ > 0) kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Postgres::url(const std::string& database) const {
  return fmt::format("postgresql://enig@127.0.0.1:{}/{}", port_, database);
}

void Postgres::start() {
  const fs::path log = folder_ / "log";
  std::vector<std::string> words = {program("postgres"),
                                    "-D",
                                    (folder_ / "data").string(),
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    std::to_string(port_),
                                    "-k",
                                    ""};
  for (const char* const setting : {"shared_buffers=32MB", "max_connections=40"}) {
    words.insert(words.end(), {"-c", setting});
  }
  for (const std::string& setting : settings_) words.insert(words.end(), {"-c", setting});
  pid_ = start_program(std::move(words), log);
  for (int i = 0; i < 1'000; ++i) {
    if (PQping(url().c_str()) == PQPING_OK) return;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL("PostgreSQL did not start: " << text_of(log));
}

void Postgres::kill() {
  // Its children are sessions of their own, and end when they see that it has gone: with SIGQUIT it
  // ends them itself, and waits for none of their work.
  ::kill(pid_, SIGQUIT);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string Postgres::ask(const std::string& sql, const std::string& database) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url(database).c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    FAIL(PQerrorMessage(connection.get()));
  }
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      text += column == 0 ? "" : "|";
      text += PQgetvalue(result.get(), row, column);
    }
    text += '\n';
  }
  return text;
}

}  // namespace enig::support
