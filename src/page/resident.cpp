#include "page/resident.h"

#include <algorithm>

#include "app/shown.h"
#include "base/check.h"
#include "page/facts.h"
#include "page/parts.h"
#include "page/sections.h"
#include "page/status.h"
#include "page/urls.h"

namespace enig::page {
namespace {

app::Finder& finder_in(Memo::Parts& parts, const policy::Policy& policy, const Words& words) {
  if (!parts.finder_of_words) parts.finder_of_words.emplace(policy, words.language());
  return *parts.finder_of_words;
}

using app::State;
using policy::Mode;
using policy::Publication;

const policy::Topic& own_topic(const Publication& publication) {
  const auto topic =
      std::ranges::find(publication.topics, publication.policy.id, &policy::Topic::id);
  ENIG_CHECK(topic != publication.topics.end());
  return *topic;
}

class TopicPage {
 public:
  TopicPage(const Setting& setting, Memo::Parts& parts) : setting_(setting), parts_(parts) {}

  [[nodiscard]] Page make() {
    if (parts_.language != words().language()) {
      parts_ = {};
      parts_.language = words().language();
    }
    gather(setting_, parts_);
    Page page;
    page.language = words().language();
    page.title = policy().title.in(words().language()).text;
    page.title += " – ";
    page.title += publication().site.title.in(words().language()).text;
    page.description = description();
    page.other_forms = sign_up_form(setting_);
    page.root = container("enig.page", Kind::document, Look::plain);
    page.root.children = {
        skip_link(words()), parts_.banner.keep({}, [&] { return topic_banner(); }),
        container("enig.main", Kind::main, Look::content, {form()}), parts_.footer.keep({}, [&] {
          return footer(publication().site, publication().mode, words(), setting_.path);
        })};
    return page;
  }

 private:
  [[nodiscard]] const Publication& publication() const { return setting_.publication; }
  [[nodiscard]] const policy::Policy& policy() const { return setting_.publication.policy; }
  [[nodiscard]] const State& state() const { return setting_.state; }
  [[nodiscard]] const Words& words() const { return setting_.words; }

  [[nodiscard]] Node topic_banner() const {
    const policy::Topic& topic = own_topic(publication());
    const policy::Site& site = publication().site;
    const auto path_in = [&](std::string_view language) {
      return page_path(site, topic, language);
    };
    // Without script the answers go along by the form, and so does a no. Before consent is asked
    // for there is neither.
    const bool has_said =
        state().consent == app::Consent::given || state().consent == app::Consent::declined;
    const bool carries = setting_.use == Use::by_form && has_said;
    return banner(site, words(), setting_.path, other_languages(site, words(), path_in),
                  carries ? "enig.form" : "");
  }

  [[nodiscard]] std::string description() const {
    const auto& intro = policy().intro ? policy().intro : policy().sections.front().intro;
    return intro ? std::string(intro->in(words().language()).text)
                 : words().say(Word::overview_description);
  }

  [[nodiscard]] Node form() {
    const Narrowing search = narrowing();
    const std::vector<Child> nodes = Sections(setting_, parts_, search).make();
    const FinderScene found{.filter = state().filter,
                            .query = state().query,
                            .is_narrowed = !search.visible.shows_everything(),
                            .points = parts_.all.points,
                            .points_found = search.visible.points_found(),
                            .sections_found = search.visible.sections_found(),
                            .hidden_by_filter = search.visible.hidden_by_filter(),
                            .is_query_short = app::is_query_short(state())};
    Node form = container("enig.form", Kind::form, Look::plain);
    for (const Child& child : opening()) form.children.push_back(child);
    if (state().lost_answers) {
      form.children.push_back(leaf("enig.outdated", Kind::paragraph, Look::notice,
                                   words().say(Word::answers_outdated)));
    }
    if (state().is_superseded) {
      form.children.push_back(
          leaf("enig.stale", Kind::paragraph, Look::notice, words().say(Word::delivery_stale)));
    }
    form.children.push_back(contents_node());
    form.children.push_back(parts_.finder.keep(found, [&] { return finder(setting_, found); }));
    form.children.insert(form.children.end(), nodes.begin(), nodes.end());
    form.children.push_back(question());
    form.children.push_back(mine_node());
    form.children.push_back(
        leaf("enig.status", Kind::status, Look::hidden, status_words(setting_, found)));
    return form;
  }

  [[nodiscard]] Narrowing narrowing() {
    if (!app::is_narrowed(state())) return {};
    return {finder_in(parts_, policy(), words()).find(state()), app::query_words(state())};
  }

  // What stands above the contents never changes.
  [[nodiscard]] const std::vector<Child>& opening() {
    if (!parts_.opening.empty()) return parts_.opening;
    parts_.opening.push_back(
        with_text(heading("enig.title", 1, Look::title, ""), policy().title, words()));
    if (policy().intro) {
      parts_.opening.push_back(with_text(leaf("enig.intro", Kind::paragraph, Look::intro, ""),
                                         *policy().intro, words()));
    }
    if (publication().mode != Mode::counted) {
      const Word word = publication().mode == Mode::trial ? Word::trial : Word::read_only;
      parts_.opening.push_back(
          leaf("enig.notice", Kind::paragraph, Look::notice, words().say(word)));
    }
    return parts_.opening;
  }

  [[nodiscard]] Child contents_node() {
    std::vector<Child> items;
    std::size_t section = 0;
    for (const policy::Section& each : policy().sections) {
      const Progress progress{parts_.sums[section].answered, parts_.sums[section].points};
      items.push_back(parts_.contents_items[section].keep(
          progress, [&] { return contents_item(setting_, each, progress); }));
      section += 1 + section_count(each.sections);
    }
    const ContentsScene scene{{parts_.all.answered, parts_.all.points}, state().contents};
    return parts_.contents.keep(scene, items, [&] { return contents(setting_, scene, items); });
  }

  [[nodiscard]] Child question() {
    const app::Target& target = app::whole_topic;
    const Own own{.stance = state().topic,
                  .is_important = false,
                  .shows_tools = state().open_tools.contains(target)};
    const bool may_show = app::may_show(publication(), state(), target);
    CardScene scene =
        card_scene(setting_, target, own,
                   may_show ? app::ReleasedCounts(state().release).of(target) : nullptr);
    scene.posting = posting(parts_, scene);
    std::vector<Child> inner;
    if (state().topic) {
      const FollowScene follow = follow_scene(setting_, *state().topic);
      inner.push_back(parts_.follow.keep(follow, [&] { return follow_up(setting_, follow); }));
    }
    return parts_.topic_card.keep(scene, inner, [&] {
      Node section = container("enig.topic", Kind::section, Look::question);
      section.labelled_by = "enig.topic.text";
      section.children.push_back(with_text(heading("enig.topic.text", 2, Look::question_text, ""),
                                           policy().question, words()));
      add_answering(section, setting_, target, scene);
      section.children.insert(section.children.end(), inner.begin(), inner.end());
      return section;
    });
  }

  [[nodiscard]] Child mine_node() {
    const MineScene scene = mine_scene(setting_, parts_.all);
    const std::vector<Child> list =
        scene.all ? MineList(setting_, parts_).make() : std::vector<Child>{};
    return parts_.mine.keep(scene, list, [&] { return mine(setting_, scene, list); });
  }

  const Setting& setting_;
  Memo::Parts& parts_;
};

Page topic_page(const Publication& publication, const State& state, const Words& words, Memo& memo,
                Use use) {
  const Setting setting{publication, state, words,
                        page_path(publication.site, own_topic(publication), words.language()), use};
  return TopicPage(setting, memo.parts()).make();
}

}  // namespace

Page resident(const Publication& publication, const State& state, const Words& words, Memo& memo) {
  return topic_page(publication, state, words, memo, Use::by_program);
}

void look_ahead(const Publication& publication, const Words& words, Memo& memo) {
  static_cast<void>(finder_in(memo.parts(), publication.policy, words));
}

Page resident(const Publication& publication, const State& state) {
  Memo memo;
  Page page = topic_page(publication, state, Words(state.language), memo, Use::by_form);
  page.hidden_fields = hidden_fields(publication, state);
  return page;
}

}  // namespace enig::page
