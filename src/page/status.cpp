#include "page/status.h"

#include "base/check.h"
#include "page/card.h"
#include "page/follow.h"

namespace enig::page {
namespace {

using app::Said;

std::string delivery_words(const Setting& setting) {
  const std::optional<Word> word = delivery_word(setting.state);
  return word ? setting.words.say(*word) : "";
}

std::string words_of(const Setting& setting, const FinderScene& found) {
  const auto say = [&](Word word) { return setting.words.say(word); };
  switch (setting.state.said) {
    case Said::nothing:
      return "";
    case Said::counted:
      return say(Word::said_counted);
    case Said::delivery:
      return delivery_words(setting);
    case Said::new_totals:
      return say(Word::said_new_totals);
    case Said::link_copied:
      return say(Word::said_copied);
    case Said::link_not_copied:
      return say(Word::said_not_copied);
    case Said::important:
      return say(Word::said_important);
    case Said::not_important:
      return say(Word::said_not_important);
    case Said::remembered:
      return say(Word::said_remembered);
    case Said::forgotten:
      return say(Word::said_forgotten);
    case Said::not_remembered:
      return say(Word::remember_failed);
    case Said::deleted:
      return say(Word::said_deleted);
    case Said::picture_ready:
      return say(Word::said_picture);
    case Said::picture_failed:
      return say(Word::said_no_picture);
    case Said::hits:
      return hits_words(setting.words, found);
    case Said::sign_up: {
      const std::optional<Word> word = sign_up_word(setting.state.sign_up);
      return word ? say(*word) : "";
    }
  }
  ENIG_CHECK(false);
}

}  // namespace

std::string status_words(const Setting& setting, const FinderScene& found) {
  std::string text = words_of(setting, found);
  // Equal words are not spoken twice in a row, so every second announcement ends in a space that
  // nobody hears.
  if (!text.empty() && setting.state.said_count % 2 == 1) text += "\u00A0";
  return text;
}

}  // namespace enig::page
