#include "base/sentence.h"

#include "base/check.h"

#ifndef __EMSCRIPTEN__

namespace enig {

Filling::Filling(Hexadecimal number) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (unsigned rest = number.value; rest > 0; rest /= 16) text_.insert(0, 1, digits[rest % 16]);
  while (text_.size() < static_cast<std::size_t>(number.digits)) text_.insert(0, 1, '0');
}

std::string filled(std::string_view pattern, std::initializer_list<Filling> fillings) {
  std::string text;
  for (const Filling& filling : fillings) {
    const std::size_t place = pattern.find("{}");
    ENIG_CHECK(place != std::string_view::npos);
    text += pattern.substr(0, place);
    text += filling.text();
    pattern.remove_prefix(place + 2);
  }
  ENIG_CHECK(!pattern.contains("{}"));
  return text += pattern;
}

}  // namespace enig

#endif
