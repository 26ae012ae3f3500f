#include "base/ids.h"

#include <algorithm>

#include "base/limits.h"

namespace enig {

bool is_well_formed_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= limits::id_bytes_max && std::ranges::all_of(text, allowed);
}

}  // namespace enig
