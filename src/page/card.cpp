#include "page/card.h"

#include "page/outcome.h"

namespace enig::page {
namespace {

using app::Consent;
using app::Delivery;
using app::Target;
using opinion::Stance;
using policy::Mode;

class Card {
 public:
  Card(Node& card, const Setting& setting, const Target& target, const CardScene& scene)
      : card_(card), setting_(setting), target_(target), scene_(scene) {}

  void add() {
    card_.children.push_back(
        container(id(".answer"), Kind::split, Look::answer, {choice(), more()}));
    // One container, so that an answer is one node more in the document.
    Node reply = container(id(".reply"), Kind::stack, Look::reply);
    add_consent(reply);
    add_outcome(reply);
    add_tools(reply);
    if (scene_.delivery) {
      reply.children.push_back(
          leaf(id(".delivery"), Kind::paragraph, Look::delivery, say(*scene_.delivery)));
    }
    if (!reply.children.empty()) card_.children.push_back(std::move(reply));
  }

 private:
  [[nodiscard]] std::string id(std::string_view ending) const {
    return card_.id + std::string(ending);
  }
  [[nodiscard]] std::string say(Word word) const { return setting_.words.say(word); }

  // What an action that changes the ballot posts.
  [[nodiscard]] std::string posts(const app::Action& action) const {
    if (scene_.posting == Posting::nothing) return "";
    const bool may_send = scene_.posting == Posting::answer;
    return app::to_text(may_send ? action : app::Action(app::AskConsent{target_}));
  }

  [[nodiscard]] Node stance_button(Stance stance, Look look, Word word) const {
    const app::Answer answer{target_, stance};
    Node node = button(id(".") + std::string(opinion::to_text(stance)), look, say(word), answer,
                       posts(answer));
    node.pressed = scene_.own.stance == stance ? Pressed::yes : Pressed::no;
    return node;
  }

  [[nodiscard]] Node choice() const {
    return container(id(".choice"), Kind::row, Look::choice,
                     {stance_button(Stance::agree, Look::agree, Word::agree),
                      stance_button(Stance::disagree, Look::disagree, Word::disagree),
                      stance_button(Stance::unsure, Look::unsure, Word::unsure)});
  }

  // It stays when the card is answered, so that the buttons beside it keep their place.
  [[nodiscard]] Node more() const {
    const app::ToggleTools toggle{target_};
    Node node =
        button(id(".more"), Look::more, say(Word::more_sign), toggle, posted(setting_, toggle));
    node.spoken = say(target_.point ? Word::more : Word::more_topic);
    node.expanded = scene_.own.shows_tools ? Pressed::yes : Pressed::no;
    return node;
  }

  [[nodiscard]] Node consent_section(Word text) const {
    Node node = container(id(".consent"), Kind::section, Look::consent);
    node.labelled_by = id(".consent.text");
    node.children.push_back(
        leaf(id(".consent.text"), Kind::paragraph, Look::consent_text, say(text)));
    return node;
  }

  [[nodiscard]] Node consent_button(std::string_view ending, Look look, Word word,
                                    const app::Action& action) const {
    return button(id(ending), look, say(word), action, app::to_text(action));
  }

  void add_declined(Node& reply) const {
    Node node = consent_section(Word::consent_declined);
    node.children.push_back(
        consent_button(".consent.yes", Look::undo, Word::consent_reconsider, app::GiveConsent{}));
    reply.children.push_back(std::move(node));
  }

  // In other cards than the first, too: so what a yes means stands beside it.
  void add_unheard(Node& reply) const {
    Node node = consent_section(Word::consent_unheard);
    node.children.push_back(
        leaf(id(".consent.what"), Kind::paragraph, Look::small, say(Word::consent_text)));
    node.children.push_back(
        consent_button(".consent.yes", Look::undo, Word::consent_yes, app::GiveConsent{}));
    reply.children.push_back(std::move(node));
  }

  void add_consent(Node& reply) const {
    switch (scene_.asking) {
      case Asking::nothing:
        return;
      case Asking::question: {
        Node node = consent_section(Word::consent_text);
        node.children.push_back(container(
            id(".consent.choice"), Kind::row, Look::choice,
            {consent_button(".consent.yes", Look::accept, Word::consent_yes, app::GiveConsent{}),
             consent_button(".consent.no", Look::decline, Word::consent_no,
                            app::DeclineConsent{})}));
        node.children.push_back(
            link(id(".consent.how"), Look::undo, say(Word::consent_link), "#enig.about"));
        reply.children.push_back(std::move(node));
        return;
      }
      case Asking::declined:
        return add_declined(reply);
      case Asking::declined_unheard:
        return add_unheard(reply);
      case Asking::press_again:
        reply.children.push_back(leaf(id(".consent.again"), Kind::paragraph, Look::withheld,
                                      say(Word::consent_press_again)));
        return;
    }
  }

  void add_outcome(Node& reply) const {
    if (scene_.counts) {
      reply.children.push_back(outcome(card_.id, setting_.words,
                                       {*scene_.counts, scene_.own.stance, scene_.is_own_missing}));
    } else if (scene_.withheld == Word::withheld_closed) {
      reply.children.push_back(closed_outcome(card_.id, setting_.words));
    } else if (scene_.withheld) {
      const std::int64_t first = setting_.publication.site.release.first_ballots;
      reply.children.push_back(withheld_outcome(
          card_.id, setting_.words,
          setting_.words.say(*scene_.withheld, {{"n", setting_.words.number(first)}})));
    }
    // The topic's total is the number that will be quoted.
    if (scene_.counts && !target_.point) {
      reply.children.push_back(
          leaf(id(".open"), Kind::paragraph, Look::small, say(Word::open_poll)));
    }
  }

  [[nodiscard]] Node important(const PointId& point) const {
    const bool is_on = scene_.own.is_important;
    const app::ToggleImportant toggle{point};
    Node node =
        button(id(".important"), Look::tool, say(is_on ? Word::important_on : Word::important_off),
               toggle, posts(toggle));
    node.spoken = say(Word::important);  // the star is said by "pressed"
    node.pressed = is_on ? Pressed::yes : Pressed::no;
    return node;
  }

  // Undo is always at hand, and so is the star of what has been answered; the rest on demand.
  void add_tools(Node& reply) const {
    const bool is_answered = scene_.own.stance.has_value();
    Node tools = container(id(".tools"), Kind::flow, Look::tools);
    if (target_.point && (is_answered || scene_.own.shows_tools || scene_.own.is_important)) {
      tools.children.push_back(important(*target_.point));
    }
    if (scene_.own.shows_tools) {
      Node copy = link(id(".copy"), Look::tool, say(Word::copy_link), "#" + card_.id);
      copy.action = app::CopyLink{card_.id};
      tools.children.push_back(std::move(copy));
    }
    if (is_answered) {
      const app::Undo undo{target_};
      tools.children.push_back(button(id(".undo"), Look::undo, say(Word::undo), undo, posts(undo)));
    }
    if (!tools.children.empty()) reply.children.push_back(std::move(tools));
  }

  Node& card_;
  const Setting& setting_;
  const Target& target_;
  const CardScene& scene_;
};

Posting posting_of(const Setting& setting) {
  if (setting.publication.mode == Mode::read_only) return Posting::nothing;
  return setting.state.consent == Consent::given ? Posting::answer : Posting::question;
}

// The press that asked carried nothing, and there is nothing else yet.
bool is_to_be_pressed_again(const app::State& state) {
  return state.has_asked_first && !app::has_answers(state) && state.important.empty() &&
         !state.has_been_sent;
}

Asking asking_of(const Setting& setting, const Target& target) {
  const app::State& state = setting.state;
  if (setting.publication.mode == Mode::read_only || state.consent_target != target) {
    return Asking::nothing;
  }
  switch (state.consent) {
    case Consent::unasked:
      return Asking::nothing;
    case Consent::asked:
      return Asking::question;
    case Consent::declined:
      return setting.use == Use::by_form && state.has_asked_first ? Asking::declined_unheard
                                                                  : Asking::declined;
    case Consent::given:
      return is_to_be_pressed_again(state) ? Asking::press_again : Asking::nothing;
  }
  return Asking::nothing;
}

Word why_withheld(const Setting& setting, const opinion::Counts* counts) {
  if (setting.publication.site.show == policy::Show::closed) return Word::withheld_closed;
  if (counts) return Word::withheld_point;
  if (setting.publication.mode == Mode::trial) return Word::withheld_trial;
  return Word::withheld_first;
}

// Whether the answer was given when the numbers that are shown were published already. Elsewhere
// than in a trial, where each answer is published at once.
bool is_newer_than_release(const Setting& setting, const Target& target) {
  const app::State& state = setting.state;
  if (setting.publication.mode != Mode::counted || state.consent != Consent::given) return false;
  const auto found = state.answered_under.find(target);
  return found != state.answered_under.end() && state.release &&
         found->second == state.release->number;
}

std::optional<Word> delivery_of(const Setting& setting, const Target& target) {
  if (!setting.state.unsent.contains(target)) return std::nullopt;
  return delivery_word(setting.state);
}

}  // namespace

std::optional<Word> delivery_word(const app::State& state) {
  switch (state.delivery) {
    case Delivery::offline:
      return state.memory == app::Memory::on ? Word::delivery_offline_kept : Word::delivery_offline;
    case Delivery::failed:
      return Word::delivery_failed;
    case Delivery::working:
      return Word::delivery_working;
    case Delivery::expired:
      return Word::delivery_expired;
    case Delivery::refused:
      return Word::delivery_refused;
    case Delivery::stale:
      return Word::delivery_stale;
    case Delivery::nothing_to_send:
    case Delivery::waiting:
    case Delivery::counted:
      return std::nullopt;
  }
  return std::nullopt;
}

CardScene card_scene(const Setting& setting, const Target& target, const Own& own,
                     const opinion::Counts* counts) {
  const bool is_answered = own.stance.has_value();
  const bool is_never_counted =
      setting.publication.mode == Mode::read_only && !setting.state.release;
  CardScene scene;
  scene.own = own;
  scene.posting = posting_of(setting);
  scene.asking = asking_of(setting, target);
  if (counts && counts->answers() > 0) {
    scene.counts = *counts;
    scene.is_own_missing = is_answered && is_newer_than_release(setting, target);
  } else if (is_answered && !is_never_counted) {
    scene.withheld = why_withheld(setting, counts);
  }
  scene.delivery = delivery_of(setting, target);
  return scene;
}

void add_answering(Node& card, const Setting& setting, const Target& target,
                   const CardScene& scene) {
  Card(card, setting, target, scene).add();
}

}  // namespace enig::page
