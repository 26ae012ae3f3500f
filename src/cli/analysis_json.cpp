#include "cli/analysis_json.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "base/json_text.h"

namespace enig::cli {
namespace {

using analysis::Position;
using analysis::Side;

// Without the sign of a zero, which readers of JSON would have to explain.
double plain(double value) { return value == 0 ? 0 : value; }

// Writes as it goes: a million people's positions need not be in memory as text.
class Writer {
 public:
  explicit Writer(std::FILE* out) : out_(out) {}

  std::string& text() {
    constexpr std::size_t bytes_max = 1024 * 1024;
    if (text_.size() > bytes_max) flush(text_.size() - 1);  // a comma depends on what stands before
    return text_;
  }
  void member(std::string_view name) { append_member(text(), name); }
  void number(double value) { fmt::format_to(std::back_inserter(text()), "{}", plain(value)); }
  void whole(std::uint64_t value) { fmt::format_to(std::back_inserter(text()), "{}", value); }
  void position(const Position& at) {
    fmt::format_to(std::back_inserter(text()), "[{},{}]", plain(at.x), plain(at.y));
  }
  template <class List, class Each>
  void list(const List& list, const Each& each) {
    text() += '[';
    bool is_first = true;
    for (const auto& item : list) {
      if (!is_first) text() += ',';
      is_first = false;
      each(item);
    }
    text() += ']';
  }
  void numbers(const std::vector<double>& values) {
    list(values, [this](double value) { number(value); });
  }
  bool finish() {
    flush(text_.size());
    return is_good_ && std::fflush(out_) == 0;
  }

 private:
  void flush(std::size_t bytes) {
    is_good_ = is_good_ && std::fwrite(text_.data(), 1, bytes, out_) == bytes;
    text_.erase(0, bytes);
  }

  std::FILE* out_;
  std::string text_;
  bool is_good_ = true;
};

class Printer {
 public:
  Printer(const analysis::Analysis& found, const Named& names, Writer& out)
      : found_(found), names_(names), out_(out) {}

  void print() {
    out_.text() += "{\"rules\":";
    append_text(out_.text(), names_.rules == analysis::Rules::polis ? "polis" : "enig");
    out_.member("people");
    out_.whole(names_.people);
    out_.member("statements");
    out_.whole(names_.statements.size());
    out_.member("votes");
    out_.whole(names_.votes);
    out_.member("events");
    out_.whole(names_.events);
    out_.member("statement_ids");
    out_.list(names_.statements, [this](const std::string& id) { append_text(out_.text(), id); });
    out_.member("center");
    out_.numbers(found_.axes.center);
    out_.member("components");
    out_.list(found_.axes.components,
              [this](const std::vector<double>& component) { out_.numbers(component); });
    out_.member("statement_positions");
    out_.list(found_.statement_positions, [this](const Position& at) { out_.position(at); });
    out_.member("extremity");
    out_.list(found_.statement_positions,
              [this](const Position& at) { out_.number(distance(at, Position{})); });
    print_people();
    print_groups();
    print_statements();
    out_.text() += "}\n";
  }

 private:
  void print_people() {
    if (names_.people_ids.empty()) return;
    out_.member("projections");
    std::size_t person = 0;
    out_.text() += '{';
    for (const std::string& id : names_.people_ids) {
      append_member(out_.text(), id);
      out_.position(found_.positions[person++]);
    }
    out_.text() += '}';
    out_.member("in_conversation");
    print_ids(found_.in_conversation);
  }

  void print_ids(const std::vector<std::size_t>& people) {
    out_.list(people,
              [this](std::size_t person) { append_text(out_.text(), names_.people_ids[person]); });
  }

  [[nodiscard]] std::string group_name(std::size_t place) const {
    return place < names_.groups.size() ? names_.groups[place] : std::to_string(place);
  }

  void print_groups() {
    const analysis::Grouping& grouping = found_.grouping;
    out_.member("groups");
    std::size_t place = 0;
    out_.list(grouping.groups, [&](const analysis::Group& group) {
      out_.text() += "{\"id\":";
      append_text(out_.text(), group_name(place++));
      out_.member("size");
      out_.whole(group.members.size());
      if (!names_.people_ids.empty()) {
        out_.member("members");
        print_ids(group.members);
      }
      out_.member("center");
      out_.position(group.center);
      out_.text() += '}';
    });
    out_.member("silhouette");
    out_.number(grouping.silhouette);
    out_.member("clear_groups");
    out_.text() += grouping.is_clear ? "true" : "false";
    out_.member("repness");
    out_.text() += '{';
    place = 0;
    for (const auto& list : found_.stands_for) {
      append_member(out_.text(), group_name(place++));
      out_.list(list, [this](const analysis::Representative& one) { print_one(one); });
    }
    out_.text() += '}';
  }

  void print_one(const analysis::Representative& one) {
    out_.text() += "{\"id\":";
    append_text(out_.text(), names_.statements[one.statement]);
    out_.member("side");
    append_text(out_.text(), one.side == Side::agree ? "agree" : "disagree");
    fmt::format_to(std::back_inserter(out_.text()),
                   R"(,"on_side":{},"votes":{},"share":{},"share_test":{},"repness":{},)"
                   R"("repness_test":{},"best_agree":{}}})",
                   one.on_side, one.votes, plain(one.share), plain(one.share_test),
                   plain(one.repness), plain(one.repness_test), one.is_best_agree);
  }

  void print_consensus(const std::vector<analysis::Consensus::Statement>& list) {
    out_.list(list, [this](const analysis::Consensus::Statement& one) {
      out_.text() += "{\"id\":";
      append_text(out_.text(), names_.statements[one.statement]);
      fmt::format_to(std::back_inserter(out_.text()),
                     R"(,"on_side":{},"votes":{},"share":{},"share_test":{}}})", one.on_side,
                     one.votes, plain(one.share), plain(one.share_test));
    });
  }

  void by_statement(std::string_view name, const std::vector<double>& values) {
    out_.member(name);
    out_.text() += '{';
    for (std::size_t i = 0; i < values.size(); ++i) {
      append_member(out_.text(), names_.statements[i]);
      out_.number(values[i]);
    }
    out_.text() += '}';
  }

  void print_statements() {
    out_.member("consensus");
    out_.text() += "{\"agree\":";
    print_consensus(found_.consensus.agree);
    out_.member("disagree");
    print_consensus(found_.consensus.disagree);
    out_.text() += '}';
    by_statement("group_aware_consensus", found_.group_informed);
    by_statement("group_aware_mean", found_.group_mean);
    by_statement("priorities", found_.priorities);
  }

  const analysis::Analysis& found_;
  const Named& names_;
  Writer& out_;
};

}  // namespace

bool write_json(const analysis::Analysis& found, const Named& names, std::FILE* out) {
  Writer writer(out);
  Printer(found, names, writer).print();
  return writer.finish();
}

}  // namespace enig::cli
