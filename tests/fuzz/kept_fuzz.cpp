// No bytes on the device make the reader of what is kept do more than refuse them, and what it
// accepts it can write and read again.
//
//     build/fuzz/kept_fuzz corpus -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "wire/kept.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enig;
  const auto kept = wire::parse_kept({reinterpret_cast<const char*>(data), size});
  if (!kept) return 0;
  ENIG_CHECK(is_well_formed_id(kept->ballot.policy.str()));
  ENIG_CHECK(is_well_formed_id(kept->ballot.revision.str()));
  for (const auto& [point, stance] : kept->ballot.answers) {
    ENIG_CHECK(is_well_formed_id(point.str()));
  }
  const auto again = wire::parse_kept(wire::to_json(*kept));
  ENIG_CHECK(again.has_value());
  ENIG_CHECK(*again == *kept);
  return 0;
}
