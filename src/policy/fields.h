// The fields of one JSON object, checked against the fields that it may have.
//
//     static constexpr Field known[] = {{"id", Need::required}, {"intro", Need::optional}};
//     const Fields fields(node, "A section", known, problems);
//     if (const JsonNode* id = fields["id"]) …
//
// Says what is unknown (with "did you mean"), repeated, missing, or not an object at all. A field
// whose name is misspelt is read as the one that was meant, so that what is in it is checked too.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "policy/json_tree.h"
#include "policy/problem_list.h"

namespace enig::policy {

enum class Need { required, optional };

struct Field {
  std::string_view name;
  Need need;
};

class Fields {
 public:
  // `what` names the object at the start of a sentence: "A section". `known` has at most 32 fields
  // and must outlive this, as must `node`.
  Fields(const JsonNode& node, std::string_view what, std::span<const Field> known,
         ProblemList& problems);

  // The value of a known field, or null: then whatever there is to say about it has been said.
  [[nodiscard]] const JsonNode* operator[](std::string_view name) const;

 private:
  void take_known(std::string_view what, ProblemList& problems);
  void take_misspelt(std::string_view what, ProblemList& problems);
  void report_missing(std::string_view what, ProblemList& problems) const;
  [[nodiscard]] std::size_t place_of(std::string_view name) const;  // known_.size() if unknown

  const JsonNode& node_;
  std::span<const Field> known_;
  std::vector<const JsonMember*> values_;  // one for each known field
};

// True if `node` has that kind; if not, says that `what` ("The title") must have it.
bool require_kind(const JsonNode& node, JsonKind kind, std::string_view what,
                  ProblemList& problems);

// The same for a list, which must not be empty either. `need` is that of the field that it is in.
bool require_entries(const JsonNode& node, std::string_view what, Need need, ProblemList& problems);

}  // namespace enig::policy
