#include "page/outcome.h"

#include <algorithm>
#include <cmath>

#include "opinion/majority.h"

namespace enig::page {
namespace {

using opinion::Majority;
using opinion::Stance;

Shares shares_of(const Answered& answered) {
  return {.counts = answered.counts,
          .percentages = opinion::percentages(answered.counts),
          .agree_interval =
              opinion::wilson({.count = answered.counts.agree, .of = answered.counts.answers()}),
          .own = answered.own};
}

std::string bar_words(const Shares& shares, const Words& words) {
  // Outwards, so that the share in whole percent lies between them.
  const int low = static_cast<int>(std::floor(shares.agree_interval.low * 100));
  const int high = static_cast<int>(std::ceil(shares.agree_interval.high * 100));
  std::string text = words.say(Word::bar, {{"agree", words.percent(shares.percentages.agree)},
                                           {"low", words.percent(low)},
                                           {"high", words.percent(high)}});
  if (shares.own == Stance::agree) text += " " + words.say(Word::bar_own_agree);
  if (shares.own == Stance::disagree) text += " " + words.say(Word::bar_own_disagree);
  if (shares.own == Stance::unsure) text += " " + words.say(Word::bar_own_unsure);
  return text;
}

std::string result_words(const Answered& answered, const Shares& shares, const Words& words) {
  const std::int64_t n = shares.counts.answers();
  std::string answers =
      words.say(n == 1 ? Word::answers_one : Word::answers_many, {{"n", words.number(n)}});
  if (answered.is_own_missing)
    answers = words.say(Word::answers_without_own, {{"answers", answers}});
  return words.say(Word::result, {{"agree", words.percent(shares.percentages.agree)},
                                  {"disagree", words.percent(shares.percentages.disagree)},
                                  {"unsure", words.percent(shares.percentages.unsure)},
                                  {"answers", answers}});
}

// From this share on, "no clear majority" would be read as a contradiction: there is none only
// because so few have answered.
constexpr double clear_share = 0.6;

Word majority_word(const opinion::Counts& counts) {
  const Majority majority = opinion::majority(counts);
  if (majority == Majority::agree) return Word::majority_agree;
  if (majority == Majority::disagree) return Word::majority_disagree;
  const auto most = static_cast<double>(std::max(counts.agree, counts.disagree));
  const bool is_clear = most >= clear_share * static_cast<double>(counts.answers());
  return is_clear ? Word::majority_unsure : Word::majority_none;
}

}  // namespace

Node outcome(const std::string& card_id, const Words& words, const Answered& answered) {
  const Shares shares = shares_of(answered);
  Node bar = leaf(card_id + ".bar", Kind::bar, Look::diverging, bar_words(shares, words));
  bar.shares = shares;
  return container(card_id + ".outcome", Kind::stack, Look::outcome,
                   {std::move(bar),
                    leaf(card_id + ".result", Kind::paragraph, Look::result,
                         result_words(answered, shares, words)),
                    leaf(card_id + ".majority", Kind::paragraph, Look::majority,
                         words.say(majority_word(answered.counts)))});
}

Node withheld_outcome(const std::string& card_id, const Words& words, std::string why) {
  return container(card_id + ".outcome", Kind::stack, Look::outcome,
                   {leaf(card_id + ".bar", Kind::bar, Look::diverging, ""),
                    leaf(card_id + ".result", Kind::paragraph, Look::withheld,
                         std::move(why) + " " + words.say(Word::withheld_then))});
}

Node closed_outcome(const std::string& card_id, const Words& words) {
  return container(
      card_id + ".outcome", Kind::stack, Look::outcome,
      {leaf(card_id + ".result", Kind::paragraph, Look::small, words.say(Word::withheld_closed))});
}

}  // namespace enig::page
