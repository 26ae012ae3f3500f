#include "policy/json_tree.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "policy/json_slips.h"
#include "policy/source_text.h"

namespace enig::policy {
namespace {

using Json = nlohmann::json;

// Above this, neighbouring whole numbers cannot be told apart in a double.
constexpr double whole_numbers_end = 9007199254740992.0;  // 2^53

constexpr std::string_view rest_unread = " What comes after this place was not checked.";

// Makes the tree from nlohmann's SAX events. The library tells values but not their places, so a
// cursor walks the text with it: a token starts where the last one ended, after white space, commas
// and colons, and its end follows from its kind.
class TreeBuilder {
 public:
  TreeBuilder(const MendedJson& json, const JsonLimits& json_limits, ProblemList& problems)
      : json_(json), limits_(json_limits), problems_(problems) {}

  [[nodiscard]] std::optional<JsonNode> take() { return std::move(root_); }

  // nlohmann's SAX interface. Each returns false to stop reading.
  bool null() { return scalar(JsonKind::null); }
  bool boolean(bool) { return scalar(JsonKind::boolean); }
  bool number_integer(std::int64_t value) { return scalar(JsonKind::integer, value); }
  bool number_unsigned(std::uint64_t value) {
    if (!std::in_range<std::int64_t>(value)) return scalar(JsonKind::number);
    return scalar(JsonKind::integer, static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string&) {
    // 20.0 is a whole number too, in JSON as in JSON Schema.
    const bool whole = std::trunc(value) == value && std::abs(value) < whole_numbers_end;
    if (!whole) return scalar(JsonKind::number);
    return scalar(JsonKind::integer, static_cast<std::int64_t>(value));
  }
  bool string(std::string& value) {
    JsonNode node;
    node.kind = JsonKind::string;
    const std::size_t at = next_place();
    pass_string(at);
    node.at = source(at);
    node.text = std::move(value);
    return add(std::move(node)) != nullptr;
  }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    const std::size_t at = next_place();
    pass_string(at);
    if (skipped_levels_ == 0) {
      stack_.back()->members.push_back({std::move(name), source(at), {}});
      value_due_ = true;
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    std::size_t at = next_place();
    // The cursor goes past commas and colons; the library counts them when they are not expected.
    if (position > 0 && position <= at &&
        (text()[position - 1] == ',' || text()[position - 1] == ':'))
      at = position - 1;
    explain(at);
    if (value_due_) stack_.back()->members.pop_back();  // a name whose value cannot be read
    return false;
  }

 private:
  [[nodiscard]] const std::string& text() const { return json_.text; }
  [[nodiscard]] std::size_t source(std::size_t at) const { return json_.original(at); }

  // The start of the token that an event tells of.
  [[nodiscard]] std::size_t next_place() const {
    const std::size_t at = text().find_first_not_of(" \t\r\n,:", cursor_);
    return at == std::string::npos ? text().size() : at;
  }
  // Moves the cursor behind the string that starts at `at`.
  void pass_string(std::size_t at) {
    for (++at; at < text().size() && text()[at] != '"'; ++at) {
      if (text()[at] == '\\') ++at;
    }
    cursor_ = at + 1;
  }

  // Behind the number or bare word that starts at `at`. The library reads as much as the grammar
  // allows and no more: of 01 it reads 0.
  [[nodiscard]] std::size_t scalar_end(std::size_t at) const {
    const std::string_view rest = std::string_view(text()).substr(at);
    if (rest.starts_with("true") || rest.starts_with("null")) return at + 4;
    if (rest.starts_with("false")) return at + 5;
    const auto digits = [&](std::size_t from) {
      return std::min(rest.find_first_not_of("0123456789", from), rest.size());
    };
    std::size_t end = rest.starts_with('-') ? 1 : 0;
    end = rest.substr(end).starts_with('0') ? end + 1 : digits(end);
    if (rest.substr(end).starts_with('.')) end = digits(end + 1);
    if (rest.substr(end).starts_with('e') || rest.substr(end).starts_with('E')) {
      ++end;
      if (rest.substr(end).starts_with('+') || rest.substr(end).starts_with('-')) ++end;
      end = digits(end);
    }
    return at + end;
  }
  bool scalar(JsonKind kind, std::int64_t integer = 0) {
    const std::size_t at = next_place();
    cursor_ = scalar_end(at);
    JsonNode node;
    node.kind = kind;
    node.at = source(at);
    node.integer = integer;
    return add(std::move(node)) != nullptr;
  }

  // Where the value now is, or null when reading stops. Deeper than allowed it goes nowhere.
  JsonNode* add(JsonNode node) {
    if (skipped_levels_ > 0) return &nowhere_;
    if (++values_ > limits_.values_max) {
      problems_.add(
          node.at, sentence("The file has more than {} values.{}", limits_.values_max, rest_unread),
          "Split the topic into several files.");
      if (value_due_) stack_.back()->members.pop_back();
      return nullptr;
    }
    value_due_ = false;
    if (stack_.empty()) return &root_.emplace(std::move(node));
    JsonNode& parent = *stack_.back();
    if (parent.kind == JsonKind::array) return &parent.items.emplace_back(std::move(node));
    return &(parent.members.back().value = std::move(node));
  }

  bool open(JsonKind kind) {
    const std::size_t at = next_place();
    cursor_ = at + 1;
    if (skipped_levels_ > 0 || stack_.size() == limits_.depth_max) {
      if (skipped_levels_++ == 0) {
        problems_.add(source(at),
                      sentence("Lists and objects lie more than {} deep in each other here.",
                               limits_.depth_max),
                      "Bring the sections closer to the top.");
        leave_out_value();
      }
      return true;
    }
    JsonNode node;
    node.kind = kind;
    node.at = source(at);
    node.closed = false;
    stack_.push_back(add(std::move(node)));
    return stack_.back() != nullptr;
  }

  // The value that is due in the deepest node is too deep: the node is not whole then.
  void leave_out_value() {
    deepest_is_cut_ = true;
    if (value_due_) stack_.back()->members.pop_back();
    value_due_ = false;
  }

  bool close() {
    cursor_ = next_place() + 1;
    if (skipped_levels_ > 0) {
      --skipped_levels_;
      return true;
    }
    stack_.back()->closed = !deepest_is_cut_;
    deepest_is_cut_ = false;
    stack_.pop_back();
    return true;
  }

  void problem(std::size_t at, Sentence what, Sentence remedy) {
    problems_.add(source(at), sentence("{}{}", std::move(what).text(), rest_unread),
                  std::move(remedy));
  }
  void explain(std::size_t at);
  void explain_bracket(std::size_t at);
  void explain_word(std::size_t at);

  const MendedJson& json_;
  const JsonLimits& limits_;
  ProblemList& problems_;
  std::size_t cursor_ = 0;
  std::size_t values_ = 0;
  std::size_t skipped_levels_ = 0;
  bool value_due_ = false;       // a name was read, its value not yet
  bool deepest_is_cut_ = false;  // the last of stack_ held something that was skipped
  std::optional<JsonNode> root_;
  std::vector<JsonNode*> stack_;  // the open arrays and objects; a parent does not grow meanwhile
  JsonNode nowhere_;
};

// Says what is wrong where the library could not go on.
void TreeBuilder::explain(std::size_t at) {
  if (!says_sentences) return problems_.add(source(at), "", "");
  if (at == text().size()) {
    if (stack_.empty()) {
      problems_.add(0, "The file is empty.", "Write an object: { \"format\": …, … }.");
      return;
    }
    const JsonNode& last = *stack_.back();
    problems_.add(source(at),
                  sentence("The file ends before the {} from line {} is closed.",
                           name_of(last.kind), problems_.line(last.at)),
                  last.kind == JsonKind::object ? "Add the missing }." : "Add the missing ].");
    return;
  }
  const char c = text()[at];
  if (root_ && stack_.empty()) {
    problem(at, "The data ends before this place, but something follows.",
            "Remove it, or look for a } or ] too many before it.");
  } else if (c == '}' || c == ']') {
    explain_bracket(at);
  } else if (c == '"') {
    problem(at, "This text has no closing quotation mark, or stands where none can be.",
            "Close it with \", and look at the line before.");
  } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '+' || c == '.') {
    explain_word(at);
  } else {
    const utf8::Step step = utf8::decode(text(), at);
    problem(at, sentence("The character {} cannot stand here.", text().substr(at, step.bytes)),
            "Texts stand in quotation marks, a name is followed by a colon and its value, and "
            "commas stand between entries.");
  }
}

void TreeBuilder::explain_bracket(std::size_t at) {
  const char c = text()[at];
  if (stack_.empty()) {
    problem(at, sentence("A {} stands here, but nothing is open.", c), "Remove it.");
    return;
  }
  const JsonNode& last = *stack_.back();
  const char expected = last.kind == JsonKind::object ? '}' : ']';
  if (c != expected) {
    problem(at,
            sentence("A {} stands here, but the {} from line {} is not closed yet.", c,
                     name_of(last.kind), problems_.line(last.at)),
            sentence("Put a {} before it, or remove it.", expected));
  } else {
    problem(at, sentence("A value is missing before this {}.", c), "Write it, or remove the name.");
  }
}

void TreeBuilder::explain_word(std::size_t at) {
  // The library may have read the first part of the word, such as the 0 of 01.
  const auto ends_word = [](char c) { return std::string_view(" \t\r\n,:[]{}\"").contains(c); };
  std::size_t start = at;
  while (start > 0 && !ends_word(text()[start - 1])) --start;
  std::size_t end = at;
  while (end < text().size() && !ends_word(text()[end])) ++end;
  const std::string_view written = std::string_view(text()).substr(start, end - start);
  const std::string word = utf8::shortened(written, limits::said_back_bytes_max);
  const bool in_object = !stack_.empty() && stack_.back()->kind == JsonKind::object;
  const char c = word.front();
  if (in_object && !value_due_ && start == at) {
    problem(start, sentence("{} stands where a name is expected.", word),
            "Write the name in quotation marks, a colon and its value.");
  } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
    problem(start, sentence("{} is not in quotation marks.", word),
            "Write texts like this: \"text\". Only true, false, null and numbers stand bare.");
  } else {
    problem(start, sentence("{} is not a number that JSON knows.", word),
            "Write a whole number with digits only, or a text in quotation marks.");
  }
}

}  // namespace

std::string_view name_of(JsonKind kind) {
  static constexpr std::array<std::string_view, 7> names = {
      "null", "true or false", "a whole number", "a number", "a text", "list", "object"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<JsonNode> read_json(std::string_view source, const JsonLimits& json_limits,
                                  ProblemList& problems) {
  if (source.size() > json_limits.bytes_max) {
    problems.add(0, sentence("The file has more than {} bytes.", json_limits.bytes_max),
                 "Split it into several files.");
    return std::nullopt;
  }
  const std::string text = readable_text(source, problems);
  if (text.empty() && !source.empty()) return std::nullopt;
  const MendedJson json = says_sentences ? mend_slips(text, problems) : MendedJson{text, {}};
  TreeBuilder builder(json, json_limits, problems);
  // The verdict is in `problems`; the builder's last event was parse_error if it is a bad one.
  static_cast<void>(Json::sax_parse(json.text, &builder));
  return builder.take();
}

}  // namespace enig::policy
