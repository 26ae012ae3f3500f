#include "wire/stances.h"

#include "base/json_text.h"

namespace enig::wire {

void append_stances(std::string& json, const opinion::Counts& counts) {
  append_member(json, "agree");
  append_number(json, counts.agree);
  append_member(json, "disagree");
  append_number(json, counts.disagree);
  append_member(json, "unsure");
  append_number(json, counts.unsure);
}

opinion::Counts stances_of(ObjectReader& reader) {
  return {.agree = reader.count("agree"),
          .disagree = reader.count("disagree"),
          .unsure = reader.count("unsure")};
}

}  // namespace enig::wire
