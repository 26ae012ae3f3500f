#include "page/answering.h"

#include <algorithm>
#include <cmath>

namespace enig::page {
namespace {

using app::Consent;
using app::Delivery;
using app::State;
using app::Target;
using opinion::Stance;
using policy::Mode;
using policy::Publication;

struct Scene {
  const Publication& publication;
  const State& state;
  const Words& words;
  const Target& target;
  const std::string& id;  // of the card
};

// Before consent a press without script must not carry the answer off the device: it asks for
// consent instead.
std::string posted(const Scene& scene, const app::Action& action) {
  if (scene.publication.mode == Mode::read_only) return "";
  const bool may_send = scene.state.consent == Consent::given;
  return app::to_text(may_send ? action : app::Action(app::AskConsent{scene.target}));
}

Node stance_button(const Scene& scene, Stance stance, Look look, Word word) {
  const app::Answer answer{scene.target, stance};
  Node node = button(scene.id + "." + std::string(opinion::to_text(stance)), look,
                     scene.words.say(word), answer, posted(scene, answer));
  const bool given = app::stance_on(scene.state, scene.target) == stance;
  node.pressed = given ? Pressed::yes : Pressed::no;
  return node;
}

Node choice(const Scene& scene) {
  return container(scene.id + ".choice", Kind::row, Look::choice,
                   {stance_button(scene, Stance::agree, Look::agree, Word::agree),
                    stance_button(scene, Stance::disagree, Look::disagree, Word::disagree),
                    stance_button(scene, Stance::unsure, Look::unsure, Word::unsure)});
}

bool asks_here(const Scene& scene) {
  return scene.publication.mode != Mode::read_only && scene.state.consent_target == scene.target;
}

Node consent_question(const Scene& scene) {
  Node node = container(scene.id + ".consent", Kind::section, Look::consent);
  node.labelled_by = scene.id + ".consent.text";
  node.children = {
      leaf(scene.id + ".consent.text", Kind::paragraph, Look::consent_text,
           scene.words.say(Word::consent_text)),
      container(scene.id + ".consent.choice", Kind::row, Look::choice,
                {button(scene.id + ".consent.yes", Look::accept, scene.words.say(Word::consent_yes),
                        app::GiveConsent{}, app::to_text(app::GiveConsent{})),
                 button(scene.id + ".consent.no", Look::decline, scene.words.say(Word::consent_no),
                        app::DeclineConsent{}, app::to_text(app::DeclineConsent{}))}),
      link(scene.id + ".consent.how", Look::undo, scene.words.say(Word::consent_link),
           "#enig.about"),
  };
  return node;
}

Node consent_declined(const Scene& scene) {
  Node node = container(scene.id + ".consent", Kind::section, Look::consent);
  node.labelled_by = scene.id + ".consent.text";
  node.children = {
      leaf(scene.id + ".consent.text", Kind::paragraph, Look::consent_text,
           scene.words.say(Word::consent_declined)),
      button(scene.id + ".consent.yes", Look::undo, scene.words.say(Word::consent_reconsider),
             app::GiveConsent{}, app::to_text(app::GiveConsent{})),
  };
  return node;
}

void add_consent(Node& card, const Scene& scene) {
  if (!asks_here(scene)) return;
  switch (scene.state.consent) {
    case Consent::unasked:
      return;
    case Consent::asked:
      card.children.push_back(consent_question(scene));
      return;
    case Consent::declined:
      card.children.push_back(consent_declined(scene));
      return;
    case Consent::given:
      // Without script the press that asked carried no answer; it is given now.
      if (!app::has_answers(scene.state) && !scene.state.has_been_sent) {
        card.children.push_back(leaf(scene.id + ".consent.again", Kind::paragraph, Look::withheld,
                                     scene.words.say(Word::consent_press_again)));
      }
      return;
  }
}

// The counts of the newest release for this target, or nothing where there is no release yet.
const opinion::Counts* released_counts(const Scene& scene) {
  const auto& release = scene.state.release;
  if (!release || release->number == 0) return nullptr;
  if (!scene.target.point) return &release->sums.topic;
  const auto found = std::ranges::find(release->points, *scene.target.point);
  if (found == release->points.end()) return nullptr;
  return &release->sums.points[static_cast<std::size_t>(found - release->points.begin())].stances;
}

std::string bar_words(const Shares& shares, const Words& words) {
  const auto whole = [](double share) { return static_cast<int>(std::lround(share * 100)); };
  std::string text =
      words.say(Word::bar, {{"agree", words.percent(shares.percentages.agree)},
                            {"low", words.percent(whole(shares.agree_interval.low))},
                            {"high", words.percent(whole(shares.agree_interval.high))}});
  if (shares.own == Stance::agree) text += " " + words.say(Word::bar_own_agree);
  if (shares.own == Stance::disagree) text += " " + words.say(Word::bar_own_disagree);
  if (shares.own == Stance::unsure) text += " " + words.say(Word::bar_own_unsure);
  return text;
}

Node shares_bar(const Scene& scene, const opinion::Counts& counts) {
  const Shares shares{
      .counts = counts,
      .percentages = opinion::percentages(counts),
      .agree_interval = opinion::wilson({.count = counts.agree, .of = counts.answers()}),
      .own = app::stance_on(scene.state, scene.target)};
  Node bar = leaf(scene.id + ".bar", Kind::bar, Look::diverging, bar_words(shares, scene.words));
  bar.shares = shares;
  return bar;
}

Node shares_line(const Scene& scene, const opinion::Counts& counts) {
  const Words& words = scene.words;
  const opinion::Percentages shares = opinion::percentages(counts);
  return leaf(scene.id + ".result", Kind::paragraph, Look::result,
              words.say(Word::result, {{"agree", words.percent(shares.agree)},
                                       {"disagree", words.percent(shares.disagree)},
                                       {"unsure", words.percent(shares.unsure)},
                                       {"n", words.number(counts.answers())}}));
}

std::string why_withheld(const Scene& scene, const opinion::Counts* counts) {
  if (scene.publication.site.show == policy::Show::closed) {
    return scene.words.say(Word::withheld_closed);
  }
  if (counts) return scene.words.say(Word::withheld_point);
  if (scene.publication.mode == Mode::trial) return scene.words.say(Word::withheld_trial);
  return scene.words.say(Word::withheld_first,
                         {{"n", scene.words.number(scene.publication.site.release.first_ballots)}});
}

// The counts that may be shown now, or nothing.
const opinion::Counts* shown_counts(const Scene& scene) {
  const policy::Show show = scene.publication.site.show;
  const bool answered = app::stance_on(scene.state, scene.target).has_value();
  if (show == policy::Show::closed || (!answered && show != policy::Show::always)) return nullptr;
  const opinion::Counts* const counts = released_counts(scene);
  return counts && counts->answers() > 0 ? counts : nullptr;
}

// The line under the buttons: the shares in words, or why there are none, and undo beside it.
void add_outcome(Node& card, const Scene& scene) {
  const opinion::Counts* const counts = shown_counts(scene);
  const bool answered = app::stance_on(scene.state, scene.target).has_value();
  const bool never_counted = scene.publication.mode == Mode::read_only && !scene.state.release;
  if (counts) card.children.push_back(shares_bar(scene, *counts));
  Node outcome = container(scene.id + ".outcome", Kind::split, Look::outcome);
  if (counts) {
    outcome.children.push_back(shares_line(scene, *counts));
  } else if (answered && !never_counted) {
    outcome.children.push_back(leaf(scene.id + ".result", Kind::paragraph, Look::withheld,
                                    why_withheld(scene, released_counts(scene))));
  }
  if (answered) {
    const app::Undo undo{scene.target};
    outcome.children.push_back(button(scene.id + ".undo", Look::undo, scene.words.say(Word::undo),
                                      undo, posted(scene, undo)));
  }
  if (!outcome.children.empty()) card.children.push_back(std::move(outcome));
  // The topic's total is the number that will be quoted.
  if (counts && !scene.target.point) {
    card.children.push_back(
        leaf(scene.id + ".open", Kind::paragraph, Look::small, scene.words.say(Word::open_poll)));
  }
}

void add_delivery(Node& card, const Scene& scene) {
  if (scene.state.last_target != scene.target) return;
  const auto say = [&](Word word) {
    card.children.push_back(
        leaf(scene.id + ".delivery", Kind::paragraph, Look::delivery, scene.words.say(word)));
  };
  if (scene.state.delivery == Delivery::failed) say(Word::delivery_failed);
  if (scene.state.delivery == Delivery::refused) say(Word::delivery_refused);
  if (scene.state.delivery == Delivery::stale) say(Word::delivery_stale);
}

}  // namespace

void add_answering(Node& card, const Publication& publication, const State& state,
                   const Words& words, const Target& target) {
  const std::string id = card.id;
  const Scene scene{publication, state, words, target, id};
  card.children.push_back(choice(scene));
  add_consent(card, scene);
  add_outcome(card, scene);
  add_delivery(card, scene);
}

}  // namespace enig::page
