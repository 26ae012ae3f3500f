#include "wire/json_read.h"

#include <utility>

#include "base/sentence.h"
#include "policy/problem.h"
#include "policy/problem_list.h"

namespace enig::wire {
namespace {

using policy::JsonKind;
using policy::JsonNode;

const JsonNode nothing{};

}  // namespace

std::expected<JsonNode, Error> read_tree(const JsonSource& source) {
  policy::ProblemList problems(source.name, source.json);
  std::optional<JsonNode> root = policy::read_json(source.json, source.limits, problems);
  if (problems.empty() && root) return std::move(*root);
  const std::vector<policy::Problem> found = std::move(problems).take();
  return std::unexpected(Error{Fault::malformed,
                               sentence("{} cannot be read: {}", source.name,
                                        found.empty() ? "nothing is there." : found.front().what),
                               ""});
}

ObjectReader::ObjectReader(const JsonNode& node, std::string_view name)
    : node_(node), name_(name), asked_(node.members.size()) {
  if (node.kind != JsonKind::object) fail("must be an object");
}

void ObjectReader::fail(std::string what) {
  if (!error_) error_ = Error{Fault::malformed, sentence("{} {}.", name_, what), ""};
}

const JsonNode& ObjectReader::any(std::string_view member) {
  const JsonNode* found = nullptr;
  for (std::size_t i = 0; i < node_.members.size(); ++i) {
    if (node_.members[i].key != member) continue;
    if (found != nullptr) fail(sentence("has \"{}\" twice", member));
    found = &node_.members[i].value;
    asked_[i] = true;
  }
  if (found == nullptr) fail(sentence("has no \"{}\"", member));
  return error_ ? nothing : *found;
}

const JsonNode& ObjectReader::of_kind(std::string_view member, JsonKind kind) {
  const JsonNode& node = any(member);
  if (!error_ && node.kind != kind) {
    fail(sentence("must have {} as \"{}\"", policy::name_of(kind), member));
  }
  return error_ ? nothing : node;
}

std::string ObjectReader::text(std::string_view member) {
  return of_kind(member, JsonKind::string).text;
}

std::int64_t ObjectReader::count(std::string_view member) {
  const std::int64_t value = of_kind(member, JsonKind::integer).integer;
  if (value < 0) fail(sentence("must have 0 or more as \"{}\"", member));
  return error_ ? 0 : value;
}

const JsonNode& ObjectReader::object(std::string_view member) {
  return of_kind(member, JsonKind::object);
}

const JsonNode& ObjectReader::array(std::string_view member) {
  return of_kind(member, JsonKind::array);
}

std::optional<Error> ObjectReader::finish() {
  for (std::size_t i = 0; i < asked_.size() && !error_; ++i) {
    if (!asked_[i]) fail(sentence("must not have \"{}\"", node_.members[i].key));
  }
  return error_;
}

}  // namespace enig::wire
