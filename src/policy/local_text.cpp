#include "policy/local_text.h"

#include <utility>

#include "base/check.h"

namespace enig::policy {

LocalText::LocalText(std::initializer_list<Variant> variants)
    : LocalText(std::vector<Variant>(variants)) {}

LocalText::LocalText(std::vector<Variant> variants) : variants_(std::move(variants)) {
  ENIG_CHECK(!variants_.empty());
}

LocalText::View LocalText::in(std::string_view language) const {
  for (const Variant& variant : variants_) {
    if (variant.language == language) return {variant.text, variant.language};
  }
  return {variants_.front().text, variants_.front().language};
}

}  // namespace enig::policy
