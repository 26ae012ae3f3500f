// What every part of a topic's page is made from. Internal to the room.
//
//     Node part = newsletter(setting);
#pragma once

#include <string>

#include "app/action.h"
#include "page/words.h"
#include "policy/publication.h"

namespace enig::page {

// Whether a page's form is posted, or a program runs on it.
enum class Use { by_form, by_program };

struct Setting {
  const policy::Publication& publication;
  const app::State& state;
  const Words& words;
  std::string path;  // of the page
  Use use = Use::by_form;
};

// What a press posts where there is no script: nothing in a copy that has no server.
[[nodiscard]] inline std::string posted(const Setting& setting, const app::Action& action) {
  return setting.publication.mode == policy::Mode::read_only ? "" : app::to_text(action);
}

// "3 svar", "1 punkt": a number with its noun.
[[nodiscard]] inline std::string counted(const Words& words, Word one, Word many, std::int64_t n) {
  return words.say(n == 1 ? one : many, {{"n", words.number(n)}});
}

}  // namespace enig::page
