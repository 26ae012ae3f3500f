#include "cli/votes_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <utility>

#include "base/limits.h"
#include "base/utf8.h"
#include "files/csv.h"

namespace enig::cli {
namespace {

using analysis::Vote;
using Index = std::unordered_map<std::string, std::size_t>;

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Vote> vote_in(const std::string& text) {
  if (text == "1") return Vote::agree;
  if (text == "-1") return Vote::disagree;
  if (text == "0") return Vote::pass;
  return std::nullopt;
}

std::string said_back(const std::string& text) {
  return utf8::shortened(text, limits::said_back_bytes_max);
}

std::optional<Error> wrong_id(const std::string& id, std::string_view column) {
  if (!id.empty() && id.size() <= limits::id_bytes_max) return std::nullopt;
  return Error{
      Fault::malformed,
      fmt::format("\"{}\" is {}.", column,
                  id.empty() ? "empty" : fmt::format("longer than {} bytes", limits::id_bytes_max)),
      "Give each row the ids that the export has."};
}

// In the order of Votes: what each place was before.
std::vector<std::size_t> in_order(const std::vector<std::string>& ids) {
  std::vector<std::optional<std::int64_t>> numbers;
  for (const std::string& id : ids) numbers.push_back(number_in(id));
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    if (numbers[a].has_value() != numbers[b].has_value()) return numbers[a].has_value();
    if (numbers[a] != numbers[b]) return numbers[a] < numbers[b];
    return ids[a] < ids[b];
  });
  return order;
}

std::vector<std::string> picked(const std::vector<std::string>& ids,
                                const std::vector<std::size_t>& order) {
  std::vector<std::string> result;
  for (const std::size_t place : order) result.push_back(ids[place]);
  return result;
}

Index index_of(const std::vector<std::string>& ids) {
  Index index;
  for (std::size_t i = 0; i < ids.size(); ++i) index.emplace(ids[i], i);
  return index;
}

// Reads the rows into a matrix in the order in which people and statements come.
class Reader {
 public:
  std::optional<Error> add(const files::CsvRow& row) {
    const std::string& statement = row.fields[0];
    const std::string& person = row.fields[1];
    if (auto wrong = wrong_id(statement, "comment-id")) return wrong;
    if (auto wrong = wrong_id(person, "voter-id")) return wrong;
    const std::optional<Vote> vote = vote_in(row.fields[2]);
    if (!vote) {
      return Error{Fault::malformed,
                   fmt::format("The vote \"{}\" is none.", said_back(row.fields[2])),
                   "Votes are 1 (agree), -1 (disagree) and 0 (pass)."};
    }
    if (!row.fields[3].empty() && !number_in(row.fields[3])) {
      return Error{
          Fault::malformed,
          fmt::format("The timestamp \"{}\" is no whole number.", said_back(row.fields[3])),
          "Give the milliseconds since 1970, or leave the column out."};
    }
    const std::size_t i = place_of(person, people_, people_seen_);
    const std::size_t j = place_of(statement, statements_, statements_seen_);
    if (people_.size() > limits::analysed_people_max ||
        statements_.size() > limits::analysed_statements_max) {
      return Error{Fault::too_large,
                   fmt::format("There are more than {} people or {} statements.",
                               limits::analysed_people_max, limits::analysed_statements_max),
                   "Analyse a part of them."};
    }
    ++events_;
    if (i < matrix_.people() && j < matrix_.statements() && matrix_.at(i, j)) {
      given_anew_.emplace(key(i, j), std::nullopt);
    }
    matrix_.set(i, j, *vote);
    return std::nullopt;
  }

  [[nodiscard]] bool has_given_anew() const { return !given_anew_.empty(); }

  // Of the votes that were given anew the latest stays, and of two of one time the later row.
  void add_again(const files::CsvRow& row) {
    const std::size_t i = people_.at(row.fields[1]);
    const std::size_t j = statements_.at(row.fields[0]);
    const auto found = given_anew_.find(key(i, j));
    if (found == given_anew_.end()) return;
    const std::int64_t time = number_in(row.fields[3]).value_or(0);
    if (found->second && time < *found->second) return;
    found->second = time;
    if (const auto vote = vote_in(row.fields[2])) matrix_.set(i, j, *vote);
  }

  Votes finish() {
    const std::vector<std::size_t> people = in_order(people_seen_);
    const std::vector<std::size_t> statements = in_order(statements_seen_);
    std::vector<std::size_t> first_vote(people.size());
    for (std::size_t i = 0; i < people.size(); ++i) first_vote[people[i]] = i;
    return {.matrix = matrix_.ordered(people, statements),
            .people = picked(people_seen_, people),
            .statements = picked(statements_seen_, statements),
            .events = events_,
            .first_vote = std::move(first_vote)};
  }

 private:
  static std::size_t place_of(const std::string& id, Index& index, std::vector<std::string>& seen) {
    const auto [found, is_new] = index.try_emplace(id, seen.size());
    if (is_new) seen.push_back(id);
    return found->second;
  }
  static std::uint64_t key(std::size_t person, std::size_t statement) {
    static_assert(limits::analysed_statements_max < 1U << 16);
    return static_cast<std::uint64_t>(person) << 16 | statement;
  }

  analysis::VoteMatrix matrix_;
  Index people_;
  Index statements_;
  std::vector<std::string> people_seen_;
  std::vector<std::string> statements_seen_;
  std::uint64_t events_ = 0;
  std::unordered_map<std::uint64_t, std::optional<std::int64_t>> given_anew_;
};

std::optional<bool> truth_in(const std::string& text) {
  if (text == "true" || text == "1") return true;
  if (text.empty() || text == "false" || text == "0") return false;
  return std::nullopt;
}

}  // namespace

std::expected<Votes, Errors> read_votes(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 4> columns = {"comment-id", "voter-id", "vote",
                                                       "timestamp?"};
  Reader reader;
  auto read =
      files::read_csv(path, columns, [&](const files::CsvRow& row) { return reader.add(row); });
  if (!read) return std::unexpected(std::move(read.error()));
  // A second time, for the few votes whose time matters: to keep the time of each would take more
  // memory than all votes.
  if (reader.has_given_anew()) {
    read = files::read_csv(path, columns, [&](const files::CsvRow& row) {
      reader.add_again(row);
      return std::optional<Error>();
    });
    if (!read) return std::unexpected(std::move(read.error()));
  }
  return reader.finish();
}

std::expected<Moderation, Errors> read_moderation(const std::filesystem::path& path,
                                                  const Votes& votes) {
  constexpr std::array<std::string_view, 3> columns = {"comment-id", "moderated", "is-meta?"};
  const Index statements = index_of(votes.statements);
  Moderation found{std::vector<bool>(votes.statements.size()),
                   std::vector<bool>(votes.statements.size()), 0};
  auto read = files::read_csv(path, columns, [&](const files::CsvRow& row) -> std::optional<Error> {
    if (auto wrong = wrong_id(row.fields[0], "comment-id")) return wrong;
    const auto moderated = number_in(row.fields[1]);
    if (!moderated || *moderated < -1 || *moderated > 1) {
      return Error{Fault::malformed,
                   fmt::format("\"moderated\" is \"{}\".", said_back(row.fields[1])),
                   "It is 1 (accepted), 0 (not looked at) or -1 (out)."};
    }
    const std::optional<bool> is_meta = truth_in(row.fields[2]);
    if (!is_meta) {
      return Error{Fault::malformed,
                   fmt::format("\"is-meta\" is \"{}\".", said_back(row.fields[2])),
                   "It is true or 1, false or 0, or empty."};
    }
    const auto place = statements.find(row.fields[0]);
    if (place == statements.end()) {
      ++found.unknown;
      return std::nullopt;
    }
    found.out[place->second] = *moderated == -1;
    found.meta[place->second] = *is_meta;
    return std::nullopt;
  });
  if (!read) return std::unexpected(std::move(read.error()));
  return found;
}

std::expected<Groups, Errors> read_groups(const std::filesystem::path& path, const Votes& votes) {
  const auto header = files::csv_header(path);
  if (!header) return std::unexpected(Errors{header.error()});
  const Index statements = index_of(votes.statements);
  const Index people = index_of(votes.people);
  std::vector<std::string_view> columns = {"participant", "group-id"};
  std::vector<std::size_t> statement_of;  // of the columns after these
  for (const std::string& name : *header) {
    const auto found = statements.find(name);
    if (found == statements.end()) continue;
    columns.push_back(name);
    statement_of.push_back(found->second);
  }
  Groups found;
  std::vector<std::string> group_of(votes.people.size());
  auto read = files::read_csv(path, columns, [&](const files::CsvRow& row) -> std::optional<Error> {
    if (auto wrong = wrong_id(row.fields[0], "participant")) return wrong;
    if (row.fields[1].size() > limits::id_bytes_max) return wrong_id(row.fields[1], "group-id");
    const auto person = people.find(row.fields[0]);
    if (person == people.end()) {
      ++found.unknown;
      return std::nullopt;
    }
    group_of[person->second] = row.fields[1];
    for (std::size_t i = 0; i < statement_of.size(); ++i) {
      const std::string& text = row.fields[i + 2];
      const std::optional<Vote> vote = vote_in(text);
      if (!text.empty() && !vote) {
        return Error{Fault::malformed,
                     fmt::format("The vote \"{}\" on {} is none.", said_back(text),
                                 votes.statements[statement_of[i]]),
                     "Votes are 1 (agree), -1 (disagree), 0 (pass), or empty."};
      }
      const auto own = votes.matrix.at(person->second, statement_of[i]);
      if (own != vote) {
        ++found.differ;
      } else if (vote) {
        ++found.cells;
      }
    }
    return std::nullopt;
  });
  if (!read) return std::unexpected(std::move(read.error()));
  for (const std::string& name : group_of) {
    if (!name.empty() && std::ranges::find(found.names, name) == found.names.end()) {
      found.names.push_back(name);
    }
  }
  found.names = picked(found.names, in_order(found.names));
  for (const std::string& name : group_of) {
    const auto place = std::ranges::find(found.names, name);
    found.of.push_back(place == found.names.end()
                           ? std::nullopt
                           : std::optional(static_cast<std::size_t>(place - found.names.begin())));
  }
  return found;
}

}  // namespace enig::cli
