// libpq as values that clean up after themselves. For the rooms that keep something.
//
//     auto database = pg::Connection::open("postgresql://enig@db.example.org/enig");   // or an
//     Error auto rows = database->run("SELECT answers FROM enig_ballot WHERE key = $1",
//     Values().add(key)); rows->bytes(0, 0);
//
// Everything travels in binary: whole numbers as bigint, text, bytea, and arrays of these. Every
// wait has an end; a connection that was waited for in vain is closed.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

struct pg_conn;
struct pg_result;

namespace enig::store::pg {

// What is wrong with a statement, or with the way to the database.
struct Failure {
  // broken: the database itself, or our statement. lost: it is not known what became of the
  // statement. in_the_way: another transaction was; the same may be tried again at once. no_room:
  // nothing was done, later it may be. taken: what was to be new is there already.
  enum class Kind { broken, lost, in_the_way, no_room, taken };

  Kind kind;
  std::string code;  // SQLSTATE, or empty
  Error error;       // busy for lost, in_the_way and no_room; unavailable otherwise
};
template <class T>
using Tried = std::expected<T, Failure>;

// The values of $1, $2, …
class Values {
 public:
  Values& add(std::int64_t value);
  Values& add(std::string_view text);
  Values& add(std::span<const std::uint8_t> bytes);
  Values& add_all(std::span<const std::int64_t> values);
  Values& add_all(std::span<const std::span<const std::uint8_t>> values);

 private:
  friend class Connection;
  std::vector<unsigned> types_;
  std::vector<std::string> bytes_;
};

class Rows {
 public:
  [[nodiscard]] int count() const;
  [[nodiscard]] std::int64_t affected() const;  // rows that were inserted, updated or deleted
  // Columns count from 0; views live as long as the rows.
  [[nodiscard]] std::int64_t integer(int row, int column) const;  // of a bigint
  [[nodiscard]] std::string_view text(int row, int column) const;
  [[nodiscard]] std::span<const std::uint8_t> bytes(int row, int column) const;

 private:
  friend class Connection;
  struct Clear {
    void operator()(pg_result* result) const;
  };
  explicit Rows(pg_result* result) : result_(result) {}

  std::unique_ptr<pg_result, Clear> result_;
};

class Connection {
 public:
  // `url` as libpq reads it. Refuses a database that acknowledges what is not on its disk.
  [[nodiscard]] static Tried<Connection> open(const std::string& url);

  // False once it is lost.
  [[nodiscard]] bool is_open() const { return connection_ != nullptr; }

  [[nodiscard]] Tried<Rows> run(const char* sql, const Values& values = {});

  // The same in two steps, so that several statements travel together: each send() is answered by
  // one receive(), in order. After a failure the rest fails too; recover() makes the connection
  // ready again, and undoes what was begun.
  void begin_together();
  void send(const char* sql, const Values& values = {});
  [[nodiscard]] Tried<Rows> receive();
  [[nodiscard]] Tried<void> end_together();
  void recover();

  // Which of the database's processes serves this connection, so that the next one can make sure
  // that it has ended: it might still commit what nobody waits for any more.
  struct Backend {
    std::int64_t number = 0;
    std::string began;
  };
  [[nodiscard]] const Backend& backend() const { return backend_; }
  // Ends that process. Failure: it still runs.
  [[nodiscard]] Tried<void> end_backend(const Backend& backend);

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  explicit Connection(pg_conn* connection) : connection_(connection) {}
  Tried<void> prepare();
  bool wait_for_reply();  // false: it took too long, or the connection was lost
  Tried<Rows> rows_of(pg_result* result);
  Failure lose(std::string_view why);

  std::unique_ptr<pg_conn, Close> connection_;
  Backend backend_;
  bool is_together_ = false;
  bool is_sent_ = true;  // what was to be sent could be handed over
};

[[nodiscard]] bool is_postgres_url(std::string_view text);

}  // namespace enig::store::pg
