// What a person meets under a point or under the topic's question: the buttons, the consent, the
// result, the tools. Internal to the room.
//
//     const CardScene scene = card_scene(setting, target, own, counts);
//     Node card = container("sone-1", Kind::group, Look::card, {…its text…});
//     add_answering(card, setting, target, scene);
#pragma once

#include <optional>
#include <vector>

#include "page/build.h"
#include "page/setting.h"

namespace enig::page {

// What the person has done in one card.
struct Own {
  std::optional<opinion::Stance> stance;
  bool is_important = false;
  bool shows_tools = false;

  friend bool operator==(const Own&, const Own&) = default;
};

// What a stance's button posts where there is no script. Before consent an answer must not leave
// the device with the press: it asks for consent instead.
enum class Posting { nothing, question, answer };

// declined_unheard: the press that asked carried no answer, so there is none to be shown.
enum class Asking { nothing, question, declined, declined_unheard, press_again };

// All that one card is made from beside its own words: equal scenes make equal cards.
struct CardScene {
  Own own;
  Posting posting = Posting::nothing;
  Asking asking = Asking::nothing;
  std::optional<opinion::Counts> counts;  // that may be shown now
  bool is_own_missing = false;            // the own answer is not in them yet
  std::optional<Word> withheld;           // why there are none, once one has answered
  std::optional<Word> delivery;
  std::vector<Mark> marks;  // in its words

  friend bool operator==(const CardScene&, const CardScene&) = default;
};

// What became of the answers, where that is worth a sentence.
[[nodiscard]] std::optional<Word> delivery_word(const app::State& state);

// `counts`: the target's in the newest release, or nullptr where there are none to be shown.
[[nodiscard]] CardScene card_scene(const Setting& setting, const app::Target& target,
                                   const Own& own, const opinion::Counts* counts);

// Adds the nodes for answering `target` to `card`, whose id starts theirs.
void add_answering(Node& card, const Setting& setting, const app::Target& target,
                   const CardScene& scene);

}  // namespace enig::page
