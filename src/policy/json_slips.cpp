#include "policy/json_slips.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "policy/json_escape.h"

namespace enig::policy {
namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr auto none = std::string_view::npos;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-' || c == '+' || c == '.' || c == '$';
}

// Walks over the tokens once and copies them, mended.
class SlipMender {
 public:
  SlipMender(std::string_view in, ProblemList& problems) : in_(in), problems_(problems) {}

  MendedJson run() {
    out_.anchors.push_back({0, 0});
    while (skip_space(), at_ < in_.size()) {
      if (slips_ > limits::problems_reported_max || !token()) {
        copy(in_.size());
        break;
      }
    }
    return std::move(out_);
  }

 private:
  enum class Last { nothing, opening, comma, colon, name, value };

  // Mends and copies the token at at_. False when it is not for this class to judge.
  bool token() {
    switch (in_[at_]) {
      case ',':
        return comma();
      case ':':
        return colon();
      case '{':
      case '[':
        return open();
      case '}':
      case ']':
        return close();
      case '"':
        return start_value(), text_in_quotes();
      case '\'':
        return single_quotes();
      case '/':
        return comment();
      default:
        return is_word(in_[at_]) ? word() : curly_quotes();
    }
  }

  // Output. The anchors tell where the copy departs from the source.
  void copy(std::size_t end) {
    out_.text.append(in_.substr(at_, end - at_));
    at_ = end;
  }
  void insert(std::string_view text) {
    out_.text.append(text);
    anchor();
  }
  void leave_out(std::size_t end) {
    at_ = end;
    anchor();
  }
  void anchor() { out_.anchors.push_back({out_.text.size(), at_}); }
  void slip(std::size_t at, Sentence what, Sentence remedy) {
    ++slips_;
    problems_.add(at, std::move(what), std::move(remedy));
  }
  void skip_space() { copy(std::min(in_.find_first_not_of(white_space, at_), in_.size())); }

  // The first place from `at` on that is neither white space nor in a comment.
  [[nodiscard]] std::size_t next_token(std::size_t at) const {
    for (;;) {
      at = std::min(in_.find_first_not_of(white_space, at), in_.size());
      const std::size_t end = comment_end(at);
      if (end == at) return at;
      at = end;
    }
  }
  // The end of the comment that starts at `at`; `at` itself if none does.
  [[nodiscard]] std::size_t comment_end(std::size_t at) const {
    const std::string_view rest = in_.substr(at);
    if (rest.starts_with("//")) return std::min(in_.find('\n', at), in_.size());
    if (!rest.starts_with("/*")) return at;
    const std::size_t end = in_.find("*/", at + 2);
    return end == none ? in_.size() : end + 2;
  }

  [[nodiscard]] bool in_object() const { return !open_.empty() && open_.back() == '{'; }
  [[nodiscard]] bool name_due() const {
    return in_object() && (last_ == Last::opening || last_ == Last::comma);
  }
  void end_value() {
    last_ = name_due() ? Last::name : Last::value;
    last_end_ = at_;
  }

  // Something that is a value or a name starts here: what had to come before it?
  void start_value() {
    if (last_ == Last::value && !open_.empty()) {
      slip(last_end_, "A comma is missing after this.", "Put a comma between the two entries.");
      insert(",");
      last_ = Last::comma;
    } else if (last_ == Last::name) {
      slip(last_end_, "A colon is missing after this name.", "Write the name, a colon, its value.");
      insert(":");
      last_ = Last::colon;
    }
  }

  bool comma() {
    if (last_ == Last::opening || last_ == Last::comma) {
      slip(at_, "There is a comma too many.", "Remove it.");
      leave_out(at_ + 1);
      return true;
    }
    const std::size_t next = next_token(at_ + 1);
    if (next < in_.size() && (in_[next] == '}' || in_[next] == ']') && last_ == Last::value) {
      slip(at_, sentence("A comma stands after the last entry, before the {}.", in_[next]),
           "Remove the comma.");
      leave_out(at_ + 1);
      return true;
    }
    copy(at_ + 1);
    last_ = Last::comma;
    return true;
  }

  bool colon() {
    if (last_ == Last::colon) {
      slip(at_, "There is a colon too many.", "Remove it.");
      leave_out(at_ + 1);
      return true;
    }
    const bool expected = last_ == Last::name;
    copy(at_ + 1);
    last_ = Last::colon;
    return expected;
  }

  bool open() {
    start_value();
    open_.push_back(in_[at_]);
    copy(at_ + 1);
    last_ = Last::opening;
    return true;
  }

  bool close() {
    const bool matches = !open_.empty() && (open_.back() == '{') == (in_[at_] == '}');
    copy(at_ + 1);
    if (!matches) return false;
    open_.pop_back();
    last_ = Last::value;
    last_end_ = at_;
    return true;
  }

  bool comment() {
    const std::size_t end = comment_end(at_);
    if (end == at_) return false;
    slip(at_, "JSON has no comments.", "Remove the comment.");
    leave_out(end);
    return true;
  }

  // A number, true, false, null, or a name that lacks its quotation marks.
  bool word() {
    start_value();
    std::size_t end = at_;
    while (end < in_.size() && is_word(in_[end])) ++end;
    const std::size_t next = next_token(end);
    if (name_due() && next < in_.size() && in_[next] == ':') {
      slip(at_,
           sentence("The name {} is not in quotation marks.",
                    utf8::shortened(in_.substr(at_, end - at_), limits::said_back_bytes_max)),
           "Put \" before and after it.");
      insert("\"");
      copy(end);
      insert("\"");
    } else {
      copy(end);
    }
    end_value();
    return true;
  }

  bool single_quotes() {
    const std::size_t line_end = std::min(in_.find('\n', at_), in_.size());
    for (std::size_t end = in_.find('\'', at_ + 1); end < line_end; end = in_.find('\'', end + 1)) {
      if (ends_text(end + 1)) return other_quotes(1, end, 1);
    }
    return false;
  }

  bool curly_quotes() {
    static constexpr std::array<std::string_view, 3> opening = {"“", "”", "„"};
    const std::string_view rest = in_.substr(at_);
    if (std::ranges::none_of(opening, [&](auto mark) { return rest.starts_with(mark); })) {
      return false;
    }
    const std::size_t line_end = std::min(in_.find('\n', at_), in_.size());
    for (std::size_t end = at_ + opening[0].size(); end < line_end; ++end) {
      const std::string_view here = in_.substr(end);
      const bool curly = here.starts_with("”") || here.starts_with("“");
      const std::size_t bytes = curly ? opening[0].size() : 1;
      if ((curly || here.front() == '"') && ends_text(end + bytes)) {
        return other_quotes(opening[0].size(), end, bytes);
      }
    }
    return false;
  }

  // A text from at_ in quotation marks of other kinds; the closing one is at `end`.
  bool other_quotes(std::size_t opening_bytes, std::size_t end, std::size_t closing_bytes) {
    start_value();
    slip(at_, sentence("{} is not the quotation mark of JSON.", in_.substr(at_, opening_bytes)),
         "Put the straight mark \" before and after the text.");
    insert("\"");
    leave_out(at_ + opening_bytes);
    while (at_ < end) {
      if (in_[at_] == '"') insert("\\");
      if (in_[at_] == '\\' && at_ + 1 < end) {
        escape();
      } else if (in_[at_] == '\\' || in_[at_] == '\t' || in_[at_] == '\r') {
        leave_out(at_ + 1);
      } else {
        copy(at_ + 1);
      }
    }
    insert("\"");
    leave_out(end + closing_bytes);
    end_value();
    return true;
  }

  // Can the closing mark of a text stand just before `at`?
  [[nodiscard]] bool ends_text(std::size_t at) const {
    at = in_.find_first_not_of(" \t\r", at);
    if (at == none || in_[at] == '\n') return true;
    return std::string_view(",:}]\"{[=").find(in_[at]) != none || comment_end(at) != at;
  }

  bool text_in_quotes();
  bool quote_inside(std::size_t start, std::size_t& closing);
  bool line_end_inside(std::size_t start);
  void escape();

  std::string_view in_;
  ProblemList& problems_;
  MendedJson out_;
  std::size_t at_ = 0;
  std::size_t slips_ = 0;
  std::string open_;  // the brackets that are open
  Last last_ = Last::nothing;
  std::size_t last_end_ = 0;  // behind the last name or value
};

// The text whose opening mark is at at_.
bool SlipMender::text_in_quotes() {
  const std::size_t start = at_;
  std::size_t closing = none;  // the mark that ends the text, once one inside it has been seen
  copy(at_ + 1);
  for (;;) {
    copy(std::min(in_.find_first_of("\"\\\t\r\n", at_), in_.size()));
    if (at_ == in_.size()) return false;
    switch (in_[at_]) {
      case '"':
        if (quote_inside(start, closing)) break;
        copy(at_ + 1);
        end_value();
        return true;
      case '\\':
        escape();
        break;
      case '\t':
        slip(at_, "There is a tab inside a text.", "Put a space in its place.");
        insert(" ");
        leave_out(at_ + 1);
        break;
      default:
        if (line_end_inside(start)) break;
        end_value();
        return true;
    }
  }
}

// A quotation mark at at_: true if it belongs to the words, and then it is mended. `closing` keeps
// the mark that was found to end the text.
bool SlipMender::quote_inside(std::size_t start, std::size_t& closing) {
  if (closing == at_ || (closing == none && ends_text(at_ + 1))) return false;
  if (closing == none) {
    const std::size_t line_end = std::min(in_.find('\n', at_), in_.size());
    for (std::size_t i = at_ + 1; i < line_end && closing == none; ++i) {
      if (in_[i] == '\\') {
        ++i;
      } else if (in_[i] == '"' && ends_text(i + 1)) {
        closing = i;
      }
    }
    if (closing == none) return false;
    slip(at_,
         sentence("A quotation mark stands inside the text that starts in column {}.",
                  problems_.place(start).column),
         "Write \\\" for a quotation mark inside a text.");
  }
  insert("\\");
  copy(at_ + 1);
  return true;
}

// The line ends at at_ before the text does: true if the text goes on in the next line, false if
// its closing mark was forgotten. Either is mended.
bool SlipMender::line_end_inside(std::size_t start) {
  const std::size_t next = std::min(in_.find_first_not_of(white_space, at_), in_.size());
  const bool forgotten = next == in_.size() || std::string_view("\"{}[],").find(in_[next]) != none;
  if (!forgotten) {
    slip(at_, "The line ends inside a text.", "Keep a text on one line, however long it gets.");
    insert(" ");
    leave_out(next);
    return true;
  }
  // Commas and brackets at the end of the line were meant to come after the mark.
  const std::size_t last = in_.find_last_not_of(" \t\r,]}", at_ - 1);
  // Not further back than the last edit: from there on the output is a plain copy.
  const std::size_t end =
      std::max({last == none ? 0 : last + 1, start + 1, out_.anchors.back().source});
  slip(end, "The closing quotation mark of the text is missing.", "Put a \" here.");
  out_.text.resize(out_.text.size() - (at_ - end));
  at_ = end;
  insert("\"");
  return false;
}

// The backslash at at_ and what it belongs to.
void SlipMender::escape() {
  const JsonEscape escape = escape_at(in_.substr(at_));
  switch (escape.kind) {
    case JsonEscape::Kind::good:
      return copy(at_ + escape.bytes);
    case JsonEscape::Kind::half:
      slip(at_, sentence("{} is half of a character.", in_.substr(at_, escape.bytes)),
           "Write the character itself; the file is UTF-8.");
      insert("?");
      return leave_out(at_ + escape.bytes);
    case JsonEscape::Kind::unknown:
      slip(at_, "A backslash stands before a character that needs none.",
           "Remove it, or write \\\\ for a backslash in the text.");
      insert("\\\\");
      return leave_out(at_ + escape.bytes);
  }
}

}  // namespace

std::size_t MendedJson::original(std::size_t at) const {
  const auto after = std::ranges::upper_bound(anchors, at, {}, &Anchor::mended);
  if (after == anchors.begin()) return at;
  const Anchor& before = *(after - 1);
  const std::size_t source = before.source + (at - before.mended);
  return after == anchors.end() ? source : std::min(source, after->source);
}

MendedJson mend_slips(std::string_view text, ProblemList& problems) {
  return SlipMender(text, problems).run();
}

}  // namespace enig::policy
