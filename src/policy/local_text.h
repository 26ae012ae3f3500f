// One text in one or more languages, as the publisher wrote it.
//
//     const LocalText title{{"nb", "Parker"}, {"en", "Parks"}};
//     const LocalText::View shown = title.in("en");   // {"Parks", "en"}
//     title.in("fi").language;                         // "nb": fell back to the first language
//
// `language` says which language the words are in, so that a page can mark words that fell back.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace enig::policy {

class LocalText {
 public:
  struct Variant {
    std::string language;  // BCP 47 tag, e.g. "nb"
    std::string text;      // valid UTF-8, never blank, no control characters

    friend bool operator==(const Variant&, const Variant&) = default;
  };

  // What is shown for a wanted language. Lives as long as the LocalText that it came from.
  struct View {
    std::string_view text;
    std::string_view language;  // the language actually used

    friend bool operator==(const View&, const View&) = default;
  };

  // At least one variant; the first one is the policy's first language.
  LocalText(std::initializer_list<Variant> variants);
  explicit LocalText(std::vector<Variant> variants);

  // The words in `language`; or else in one that its readers read too (policy/languages.h); or else
  // in the first language.
  [[nodiscard]] View in(std::string_view language) const;

  [[nodiscard]] const std::vector<Variant>& variants() const { return variants_; }

  friend bool operator==(const LocalText&, const LocalText&) = default;

 private:
  [[nodiscard]] const Variant* find(std::string_view language) const;

  std::vector<Variant> variants_;
};

}  // namespace enig::policy
