// A real PostgreSQL server of the test's own: a new cluster in a folder of its own, on a free port
// of 127.0.0.1, never as root. Gone when the test ends.
//
//     Postgres postgres;                              // or SKIP where none is installed
//     PostgresStore::create(postgres.url(), folder, {});
//     postgres.kill();                                // it recovers from its log at the next start
//     postgres.start();
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace enig::support {

class Postgres {
 public:
  // Skips the test, with the reason, where no PostgreSQL is installed.
  // `settings` as in its configuration: "fsync=off".
  explicit Postgres(std::vector<std::string> settings = {});
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  // Of a database in it that begins empty.
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;

  // Ends every process of it at once, without a farewell.
  void kill();
  // Returns when it takes connections, on the port that it had.
  void start();

  // What a statement gives, as text: a line a row, columns between |. Fails the test on an error.
  std::string ask(const std::string& sql, const std::string& database = "postgres") const;

 private:
  std::vector<std::string> settings_;
  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace enig::support
