#include "policy/local_text.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "policy/languages.h"

namespace enig::policy {

LocalText::LocalText(std::initializer_list<Variant> variants)
    : LocalText(std::vector<Variant>(variants)) {}

LocalText::LocalText(std::vector<Variant> variants) : variants_(std::move(variants)) {
  ENIG_CHECK(!variants_.empty());
}

LocalText::View LocalText::in(std::string_view language) const {
  if (const Variant* const own = find(language)) return {own->text, own->language};
  for (const std::string_view other : also_read_by(language)) {
    if (const Variant* const near = find(other)) return {near->text, near->language};
  }
  return {variants_.front().text, variants_.front().language};
}

const LocalText::Variant* LocalText::find(std::string_view language) const {
  const auto found = std::ranges::find(variants_, language, &Variant::language);
  return found == variants_.end() ? nullptr : &*found;
}

}  // namespace enig::policy
