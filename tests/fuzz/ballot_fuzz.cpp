// No bytes make the reader of ballots do more than refuse them with a sentence, and what it accepts
// it can write and read again.
//
//     build/fuzz/ballot_fuzz corpus -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "wire/ballot.h"
#include "wire/problem.h"

namespace {

using namespace enig;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  const auto ballot = wire::parse_ballot(json);
  if (!ballot) {
    const std::string sentence = to_text(ballot.error());
    ENIG_CHECK(sentence.ends_with('.'));
    // It is said back in a reply: it must be text, and short whatever was sent.
    ENIG_CHECK(!utf8::first_invalid(sentence));
    ENIG_CHECK(sentence.size() < 1'000);
    ENIG_CHECK(wire::status_of(ballot.error().fault, wire::Named::by_body) >= 400);
    return 0;
  }
  ENIG_CHECK(is_well_formed_id(ballot->policy.str()));
  ENIG_CHECK(is_well_formed_id(ballot->revision.str()));
  for (const auto& [point, stance] : ballot->answers) ENIG_CHECK(is_well_formed_id(point.str()));
  for (const PointId& point : ballot->important) ENIG_CHECK(is_well_formed_id(point.str()));
  const auto again = wire::parse_ballot(wire::to_json(*ballot));
  ENIG_CHECK(again.has_value());
  ENIG_CHECK(*again == *ballot);
  return 0;
}
