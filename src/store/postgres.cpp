#include "store/postgres.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <bit>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/limits.h"

namespace enig::store::pg {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = Failure::Kind;

// The numbers of PostgreSQL's built-in types, the same in every installation (pg_type.dat).
constexpr unsigned bytea_type = 17;
constexpr unsigned bigint_type = 20;
constexpr unsigned text_type = 25;
constexpr unsigned bytea_array_type = 1001;
constexpr unsigned bigint_array_type = 1016;

constexpr std::string_view look_remedy = "Look at the database and its log.";

template <class Number>
void append_number(std::string& bytes, Number number) {
  for (int shift = static_cast<int>(sizeof number) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>((number >> shift) & 0xFF));
  }
}

// One dimension that begins at 1, nothing in it is null.
std::string array_head(unsigned element_type, std::size_t count) {
  std::string bytes;
  append_number(bytes, count == 0 ? 0u : 1u);
  append_number(bytes, 0u);
  append_number(bytes, element_type);
  if (count == 0) return bytes;
  append_number(bytes, static_cast<std::uint32_t>(count));
  append_number(bytes, 1u);
  return bytes;
}

// libpq writes several lines; the first says what is wrong.
std::string first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  while (text.ends_with('.') || text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

// SQLSTATE, appendix A of PostgreSQL's manual.
Kind kind_of(std::string_view code) {
  if (code == "23505" || code == "42P07" || code == "42710") return Kind::taken;
  if (code == "40001" || code == "40P01" || code == "55P03") return Kind::in_the_way;
  if (code.starts_with("53") || code == "25006" || code == "57014") return Kind::no_room;
  if (code.starts_with("08") || code.starts_with("57P")) return Kind::lost;
  return Kind::broken;
}

Failure failure_of(Kind kind, std::string_view code, std::string_view why) {
  const bool passes = kind != Kind::broken && kind != Kind::taken;
  std::string what = kind == Kind::lost
                         ? fmt::format("The database cannot be reached: {}.", first_line(why))
                         : fmt::format("The database refused: {} (SQLSTATE {}).", first_line(why),
                                       code.empty() ? "-" : code);
  return {kind,
          std::string(code),
          {passes ? Fault::busy : Fault::unavailable, std::move(what),
           passes ? "Try again in a moment." : std::string(look_remedy)}};
}

}  // namespace

Values& Values::add(std::int64_t value) {
  types_.push_back(bigint_type);
  append_number(bytes_.emplace_back(), static_cast<std::uint64_t>(value));
  return *this;
}

Values& Values::add(std::string_view text) {
  types_.push_back(text_type);
  bytes_.emplace_back(text);
  return *this;
}

Values& Values::add(std::span<const std::uint8_t> bytes) {
  types_.push_back(bytea_type);
  bytes_.emplace_back(bytes.begin(), bytes.end());
  return *this;
}

Values& Values::add_all(std::span<const std::int64_t> values) {
  types_.push_back(bigint_array_type);
  std::string bytes = array_head(bigint_type, values.size());
  for (const std::int64_t value : values) {
    append_number(bytes, 8u);
    append_number(bytes, static_cast<std::uint64_t>(value));
  }
  bytes_.push_back(std::move(bytes));
  return *this;
}

Values& Values::add_all(std::span<const std::span<const std::uint8_t>> values) {
  types_.push_back(bytea_array_type);
  std::string bytes = array_head(bytea_type, values.size());
  for (const std::span<const std::uint8_t> value : values) {
    append_number(bytes, static_cast<std::uint32_t>(value.size()));
    bytes.append(value.begin(), value.end());
  }
  bytes_.push_back(std::move(bytes));
  return *this;
}

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }

int Rows::count() const { return PQntuples(result_.get()); }

std::int64_t Rows::affected() const {
  const std::string_view text = PQcmdTuples(result_.get());
  return text.empty() ? 0 : std::stoll(std::string(text));
}

std::span<const std::uint8_t> Rows::bytes(int row, int column) const {
  const char* const data = PQgetvalue(result_.get(), row, column);
  const int size = PQgetlength(result_.get(), row, column);
  return {reinterpret_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

std::int64_t Rows::integer(int row, int column) const {
  const std::span<const std::uint8_t> all = bytes(row, column);
  ENIG_CHECK(all.size() == sizeof(std::uint64_t));
  std::uint64_t number = 0;
  for (const std::uint8_t byte : all) number = number << 8 | byte;
  return static_cast<std::int64_t>(number);
}

std::string_view Rows::text(int row, int column) const {
  const std::span<const std::uint8_t> all = bytes(row, column);
  return {reinterpret_cast<const char*>(all.data()), all.size()};
}

void Connection::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Tried<Connection> Connection::open(const std::string& url) {
  const std::string seconds = std::to_string(limits::database_connect_s);
  const std::string patience = std::to_string(limits::database_reply_ms);
  // What the URL says goes before what stands before it here.
  const std::array keywords = {"connect_timeout",
                               "tcp_user_timeout",
                               "keepalives_idle",
                               "fallback_application_name",
                               "dbname",
                               "client_encoding",
                               static_cast<const char*>(nullptr)};
  const std::array values = {seconds.c_str(),
                             patience.c_str(),
                             "10",
                             "enig",
                             url.c_str(),
                             "UTF8",
                             static_cast<const char*>(nullptr)};
  Connection opened(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!opened.connection_) return std::unexpected(opened.lose("there is no memory"));
  if (PQstatus(opened.connection_.get()) != CONNECTION_OK ||
      PQsetnonblocking(opened.connection_.get(), 1) != 0) {
    return std::unexpected(opened.lose(PQerrorMessage(opened.connection_.get())));
  }
  // What it has to say to nobody in particular is in its own log.
  PQsetNoticeProcessor(opened.connection_.get(), [](void*, const char*) {}, nullptr);
  if (auto prepared = opened.prepare(); !prepared) return std::unexpected(prepared.error());
  return opened;
}

Tried<void> Connection::prepare() {
  // PostgreSQL says OK before the disk does where either of these is off. Other databases of its
  // family may not know the settings.
  const auto safety =
      run("SELECT coalesce(current_setting('fsync', true), 'on'),"
          " coalesce(current_setting('synchronous_commit', true), 'on')");
  if (!safety) return std::unexpected(safety.error());
  if (safety->text(0, 0) == "off") {
    return std::unexpected(
        Failure{Kind::broken,
                "",
                {Fault::unavailable,
                 "The database's setting \"fsync\" is off: an acknowledged ballot could be lost.",
                 "Set it to on."}});
  }
  if (safety->text(0, 1) == "off") {
    if (const auto on = run("SET synchronous_commit = on"); !on) return std::unexpected(on.error());
  }
  const auto own =
      run("SELECT pid::bigint, backend_start::text FROM pg_stat_activity"
          " WHERE pid = pg_backend_pid()");
  if (!own) return std::unexpected(own.error());
  if (own->count() == 1) backend_ = {own->integer(0, 0), std::string(own->text(0, 1))};
  return {};
}

Failure Connection::lose(std::string_view why) {
  Failure failure = failure_of(Kind::lost, "", why.empty() ? "the connection is closed" : why);
  connection_.reset();
  is_together_ = false;
  return failure;
}

// Until a whole result has come.
bool Connection::wait_for_reply() {
  const auto deadline = Clock::now() + std::chrono::milliseconds(limits::database_reply_ms);
  PGconn* const connection = connection_.get();
  while (true) {
    const int unsent = PQflush(connection);
    if (unsent < 0) return false;
    if (unsent == 0 && PQisBusy(connection) == 0) return true;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd waited{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    if (unsent > 0) waited.events |= POLLOUT;
    if (::poll(&waited, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    if ((waited.revents & ~POLLOUT) != 0 && PQconsumeInput(connection) == 0) return false;
  }
}

Tried<Rows> Connection::rows_of(pg_result* result) {
  Rows rows(result);
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      return rows;
    case PGRES_PIPELINE_ABORTED:
      return std::unexpected(failure_of(Kind::in_the_way, "", "an earlier statement failed"));
    default:
      break;
  }
  const char* const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (code == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) {
    return std::unexpected(lose(said != nullptr ? said : PQerrorMessage(connection_.get())));
  }
  return std::unexpected(failure_of(kind_of(code), code, said != nullptr ? said : "it failed"));
}

void Connection::send(const char* sql, const Values& values) {
  if (!is_open()) return;
  std::vector<const char*> data;
  std::vector<int> lengths;
  std::vector<int> formats(values.bytes_.size(), 1);
  for (const std::string& bytes : values.bytes_) {
    data.push_back(bytes.data());
    lengths.push_back(static_cast<int>(bytes.size()));
  }
  is_sent_ =
      PQsendQueryParams(connection_.get(), sql, static_cast<int>(data.size()), values.types_.data(),
                        data.data(), lengths.data(), formats.data(), 1) == 1 &&
      (!is_together_ || PQsendFlushRequest(connection_.get()) == 1);
}

Tried<Rows> Connection::receive() {
  if (!is_open()) return std::unexpected(lose(""));
  if (!is_sent_ || !wait_for_reply()) {
    const std::string_view said = PQerrorMessage(connection_.get());
    return std::unexpected(lose(said.empty() ? "it does not answer" : said));
  }
  PGresult* const result = PQgetResult(connection_.get());
  if (result == nullptr) return std::unexpected(lose(""));
  auto rows = rows_of(result);
  // Each statement's results end with none.
  while (is_open()) {
    if (!wait_for_reply()) return std::unexpected(lose("it does not answer"));
    PGresult* const more = PQgetResult(connection_.get());
    if (more == nullptr) break;
    PQclear(more);
  }
  return rows;
}

Tried<Rows> Connection::run(const char* sql, const Values& values) {
  ENIG_CHECK(!is_together_);
  send(sql, values);
  return receive();
}

void Connection::begin_together() {
  if (!is_open()) return;
  ENIG_CHECK(!is_together_);
  is_sent_ = PQenterPipelineMode(connection_.get()) == 1;
  is_together_ = true;
}

// Takes the answer to the synchronisation, over whatever is still in the way.
Tried<void> Connection::end_together() {
  if (!is_open()) return std::unexpected(lose(""));
  bool is_synced = PQpipelineSync(connection_.get()) == 1;
  while (is_synced) {
    if (!wait_for_reply()) return std::unexpected(lose("it does not answer"));
    PGresult* const result = PQgetResult(connection_.get());
    const bool is_end = result != nullptr && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    if (PQstatus(connection_.get()) != CONNECTION_OK) break;
    if (is_end) {
      is_synced = PQexitPipelineMode(connection_.get()) == 1;
      if (!is_synced) break;
      is_together_ = false;
      return {};
    }
  }
  return std::unexpected(lose(PQerrorMessage(connection_.get())));
}

void Connection::recover() {
  if (is_open() && is_together_) static_cast<void>(end_together());
  if (!is_open() || PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  if (const auto undone = run("ROLLBACK"); !undone) connection_.reset();
}

Tried<void> Connection::end_backend(const Backend& backend) {
  constexpr int looks = 50;
  for (int i = 0; i < looks && backend.number != 0; ++i) {
    const auto ended =
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid = $1 AND backend_start::text = $2",
            Values().add(backend.number).add(std::string_view(backend.began)));
    if (!ended) return std::unexpected(ended.error());
    if (ended->count() == 0) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (backend.number == 0) return {};
  return std::unexpected(
      failure_of(Kind::lost, "", "the process of the lost connection still runs there"));
}

bool is_postgres_url(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

}  // namespace enig::store::pg
