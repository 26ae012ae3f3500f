#include "page/mine.h"

#include "opinion/majority.h"

namespace enig::page {
namespace {

using app::Deletion;
using app::Memory;
using opinion::Stance;

Word stance_word(Stance stance) {
  if (stance == Stance::agree) return Word::agree;
  return stance == Stance::disagree ? Word::disagree : Word::unsure;
}

Node deed(const Setting& setting, std::string id, Word word, const app::Action& action) {
  return button(std::move(id), Look::action, setting.words.say(word), action,
                posted(setting, action));
}

Node words_of(std::string id, Look look, std::string text) {
  return leaf(std::move(id), Kind::paragraph, look, std::move(text));
}

void add_sharing(Node& node, const Setting& setting, const MineScene& scene) {
  if (!scene.abilities.picture) return;
  Node share = deed(setting, "enig.mine.share", Word::share, app::ToggleSharing{});
  share.expanded = scene.sharing == app::Sharing::warned ? Pressed::yes : Pressed::no;
  node.children.push_back(std::move(share));
  if (scene.sharing != app::Sharing::warned) return;
  node.children.push_back(
      words_of("enig.mine.share.warning", Look::body, setting.words.say(Word::share_warning)));
  Node ways = container("enig.mine.share.ways", Kind::flow, Look::filters,
                        {deed(setting, "enig.mine.share.save", Word::share_save,
                              app::MakePicture{app::Picture::save})});
  if (scene.abilities.share) {
    ways.children.push_back(deed(setting, "enig.mine.share.send", Word::share_send,
                                 app::MakePicture{app::Picture::share}));
  }
  node.children.push_back(std::move(ways));
}

void add_summary(Node& node, const Setting& setting, const MineScene& scene,
                 std::span<const Child> sections) {
  if (!scene.all) return;
  Node summary = container("enig.mine.summary", Kind::stack, Look::mine_list);
  if (scene.all->answered > 0) {
    summary.children.push_back(
        words_of("enig.mine.standing", Look::standing, sum_words(setting.words, *scene.all)));
    summary.children.push_back(container("enig.mine.list", Kind::stack, Look::mine_list,
                                         std::vector<Child>(sections.begin(), sections.end())));
    add_sharing(summary, setting, scene);
  } else {
    summary.children.push_back(
        words_of("enig.mine.standing", Look::standing, setting.words.say(Word::mine_nothing)));
  }
  node.children.push_back(std::move(summary));
}

void add_memory(Node& node, const Setting& setting, const MineScene& scene) {
  if (!scene.abilities.memory || !scene.has_consent) return;
  if (scene.memory == Memory::unavailable) return;
  Node remember = deed(setting, "enig.mine.remember", Word::remember, app::ToggleMemory{});
  remember.look = Look::filter;
  remember.pressed = scene.memory == Memory::on ? Pressed::yes : Pressed::no;
  const bool failed = scene.memory == Memory::failed;
  node.children.push_back(container(
      "enig.mine.memory", Kind::stack, Look::mine_list,
      {std::move(remember),
       words_of("enig.mine.remember.how", failed ? Look::problem : Look::small,
                setting.words.say(failed ? Word::remember_failed : Word::remember_how))}));
}

void add_deletion(Node& node, const Setting& setting, const MineScene& scene) {
  if (!scene.can_delete) return;
  Node part = container("enig.mine.deletion", Kind::stack, Look::mine_list);
  if (scene.deletion == Deletion::unasked) {
    part.children.push_back(
        deed(setting, "enig.mine.delete", Word::delete_mine, app::ToggleDeletion{}));
  } else {
    part.children.push_back(words_of("enig.mine.delete.sure", Look::consent_text,
                                     setting.words.say(Word::delete_sure)));
    part.children.push_back(
        container("enig.mine.delete.choice", Kind::row, Look::choice,
                  {button("enig.mine.delete.yes", Look::accept, setting.words.say(Word::delete_yes),
                          app::DeleteAnswers{}, posted(setting, app::DeleteAnswers{})),
                   button("enig.mine.delete.no", Look::decline, setting.words.say(Word::delete_no),
                          app::ToggleDeletion{}, posted(setting, app::ToggleDeletion{}))}));
  }
  node.children.push_back(std::move(part));
}

// Whether the server has heard of it too.
Word deleted_word(app::Delivery delivery) {
  const bool waits = delivery == app::Delivery::offline || delivery == app::Delivery::failed;
  return waits ? Word::deleted_waits : Word::said_deleted;
}

}  // namespace

MineScene mine_scene(const Setting& setting, const Sum& all) {
  const app::State& state = setting.state;
  const bool is_open = state.summary == app::Summary::open;
  MineScene scene;
  // Before the question of consent there is nothing that is kept anywhere; what has been answered
  // is undone where it was answered.
  scene.can_delete = state.consent == app::Consent::given ||
                     state.consent == app::Consent::declined || state.has_been_sent;
  if (is_open) scene.all = all;
  scene.sharing = state.sharing;
  scene.deletion = state.deletion;
  scene.abilities = state.abilities;
  scene.memory = state.memory;
  scene.has_consent = state.consent == app::Consent::given;
  if (state.has_just_deleted) scene.deleted = deleted_word(state.delivery);
  return scene;
}

Side side_of(const Facts& facts) {
  if (!facts.own.stance || *facts.own.stance == Stance::unsure) return Side::unknown;
  if (!facts.counts || facts.counts->answers() == 0) return Side::unknown;
  const opinion::Majority majority = opinion::majority(*facts.counts);
  if (majority == opinion::Majority::none) return Side::unknown;
  const bool both_agree =
      (majority == opinion::Majority::agree) == (*facts.own.stance == Stance::agree);
  return both_agree ? Side::same : Side::other;
}

std::string sum_words(const Words& words, const Sum& sum) {
  std::string text =
      words.say(Word::sum_own,
                {{"agreed", words.number(sum.agreed)},
                 {"points", counted(words, Word::points_one, Word::points_many, sum.answered)}});
  if (sum.same + sum.other == 0) return text;
  return text + " " +
         words.say(Word::sum_majority, {{"same", words.number(sum.same)},
                                        {"decided", words.number(sum.same + sum.other)}});
}

Node mine_item(const Setting& setting, const policy::Point& point, const MineItem& item) {
  const Words& words = setting.words;
  const std::string& id = point.id.str();
  std::string text = words.say(stance_word(item.stance));
  if (item.side == Side::same) text = words.say(Word::mine_same, {{"stance", text}});
  if (item.side == Side::other) text = words.say(Word::mine_other, {{"stance", text}});
  if (item.is_important) text = words.say(Word::mine_important, {{"stance", text}});
  return container(
      "enig.mine.item." + id, Kind::item, Look::mine_item,
      {with_text(link("enig.mine.to." + id, Look::mine_link, "", "#" + id), point.text, words),
       words_of("enig.mine.says." + id, Look::progress, std::move(text))});
}

Node mine_section(const Setting& setting, const policy::Section& section, const Sum& sum,
                  std::span<const Child> items) {
  const std::string& id = section.id.str();
  return container("enig.mine.of." + id, Kind::stack, Look::mine_list,
                   {with_text(heading("enig.mine.title." + id, 3, Look::subheading, ""),
                              section.title, setting.words),
                    words_of("enig.mine.sum." + id, Look::result, sum_words(setting.words, sum)),
                    container("enig.mine.items." + id, Kind::list, Look::plain,
                              std::vector<Child>(items.begin(), items.end()))});
}

Node mine(const Setting& setting, const MineScene& scene, std::span<const Child> sections) {
  Node node = container(
      "enig.mine", Kind::section, Look::mine,
      {heading("enig.mine.title", 2, Look::heading, setting.words.say(Word::mine_title))});
  node.labelled_by = "enig.mine.title";
  Node toggle = deed(setting, "enig.mine.toggle", scene.all ? Word::mine_hide : Word::mine_show,
                     app::ToggleSummary{});
  toggle.expanded = scene.all ? Pressed::yes : Pressed::no;
  node.children.push_back(std::move(toggle));
  add_summary(node, setting, scene, sections);
  // Under what can be pressed: it goes with the next press, and nothing moves under the finger.
  if (scene.deleted) {
    node.children.push_back(
        words_of("enig.mine.deleted", Look::standing, setting.words.say(*scene.deleted)));
  }
  add_memory(node, setting, scene);
  add_deletion(node, setting, scene);
  return node;
}

}  // namespace enig::page
