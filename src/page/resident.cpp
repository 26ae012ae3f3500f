#include "page/resident.h"

#include <algorithm>

#include "base/check.h"
#include "page/answering.h"
#include "page/build.h"
#include "page/urls.h"

namespace enig::page {
namespace {

using app::State;
using app::Target;
using policy::Mode;
using policy::Publication;

// HTML has no heading below h6.
constexpr int heading_level_max = 6;

class TopicPage {
 public:
  TopicPage(const Publication& publication, const State& state)
      : publication_(publication), state_(state), words_(state.language) {
    const auto topic =
        std::ranges::find(publication.topics, publication.policy.id, &policy::Topic::id);
    ENIG_CHECK(topic != publication.topics.end());
    path_ = page_path(publication.site, *topic, words_.language());
    for (const std::string& language : publication.site.languages) {
      if (language == words_.language() || !speaks(language)) continue;
      others_.push_back({language, page_path(publication.site, *topic, language)});
    }
  }

  [[nodiscard]] Page make() const {
    Page page;
    page.language = words_.language();
    page.title = policy().title.in(words_.language()).text;
    page.title += " – ";
    page.title += publication_.site.title.in(words_.language()).text;
    page.description = description();
    page.hidden_fields = hidden_fields();
    page.root = container("enig.page", Kind::document, Look::plain,
                          {banner(publication_.site, words_, path_, others_),
                           container("enig.main", Kind::main, Look::content, {form()}),
                           footer(publication_.site, publication_.mode, words_, path_)});
    return page;
  }

 private:
  [[nodiscard]] const policy::Policy& policy() const { return publication_.policy; }

  // What the form carries from press to press where there is no script; the ballot's id is the
  // server's to add.
  [[nodiscard]] std::vector<HiddenField> hidden_fields() const {
    std::vector<HiddenField> fields{{"revision", policy().revision.str()}};
    if (state_.consent != app::Consent::given) return fields;
    fields.push_back({"consent", "yes"});
    if (state_.topic) fields.push_back({"a.", std::string(opinion::to_text(*state_.topic))});
    for (const auto& [point, stance] : state_.answers) {
      fields.push_back({"a." + point.str(), std::string(opinion::to_text(stance))});
    }
    return fields;
  }

  [[nodiscard]] Node form() const {
    Node form = container("enig.form", Kind::form, Look::plain);
    form.children.push_back(
        with_text(heading("enig.title", 1, Look::title, ""), policy().title, words_));
    if (policy().intro) {
      form.children.push_back(
          with_text(leaf("enig.intro", Kind::paragraph, Look::intro, ""), *policy().intro, words_));
    }
    add_notice(form);
    for (const policy::Section& section : policy().sections) {
      form.children.push_back(section_node(section, 2));
    }
    form.children.push_back(question());
    form.children.push_back(leaf("enig.status", Kind::status, Look::hidden, status()));
    return form;
  }

  // For search engines: the topic's introduction, or else its first section's.
  [[nodiscard]] std::string description() const {
    const std::optional<policy::LocalText>& intro =
        policy().intro ? policy().intro : policy().sections.front().intro;
    return intro ? std::string(intro->in(words_.language()).text)
                 : words_.say(Word::overview_description);
  }

  // What is said aloud when the delivery's state changes.
  [[nodiscard]] std::string status() const {
    switch (state_.delivery) {
      case app::Delivery::counted:
        return words_.say(Word::said_counted);
      case app::Delivery::offline:
      case app::Delivery::failed:
        return words_.say(Word::delivery_failed);
      case app::Delivery::refused:
        return words_.say(Word::delivery_refused);
      case app::Delivery::stale:
        return words_.say(Word::delivery_stale);
      case app::Delivery::nothing_to_send:
      case app::Delivery::waiting:
        return "";
    }
    ENIG_CHECK(false);
  }

  void add_notice(Node& form) const {
    if (publication_.mode == Mode::counted) return;
    const Word word = publication_.mode == Mode::trial ? Word::trial : Word::read_only;
    form.children.push_back(leaf("enig.notice", Kind::paragraph, Look::notice, words_.say(word)));
  }

  [[nodiscard]] Node section_node(const policy::Section& section, int level) const {
    const std::string& id = section.id.str();
    Node node = container(id, Kind::section, level == 2 ? Look::section : Look::subsection);
    node.labelled_by = id + ".title";
    const Look look = level == 2 ? Look::heading : Look::subheading;
    node.children.push_back(
        with_text(heading(id + ".title", std::min(level, heading_level_max), look, ""),
                  section.title, words_));
    if (section.intro) {
      node.children.push_back(
          with_text(leaf(id + ".intro", Kind::paragraph, Look::body, ""), *section.intro, words_));
    }
    if (section.lead) {
      node.children.push_back(
          with_text(leaf(id + ".lead", Kind::paragraph, Look::lead, ""), *section.lead, words_));
    }
    for (const policy::Point& point : section.points) {
      node.children.push_back(point_node(point, Look::card));
    }
    for (const policy::Section& below : section.sections) {
      node.children.push_back(section_node(below, level + 1));
    }
    return node;
  }

  [[nodiscard]] Node point_node(const policy::Point& point, Look look) const {
    const std::string& id = point.id.str();
    Node card = container(id, Kind::group, look);
    card.children.push_back(
        with_text(leaf(id + ".text", Kind::legend, Look::point_text, ""), point.text, words_));
    add_answering(card, publication_, state_, words_, Target{point.id});
    for (const policy::Point& below : point.points) {
      card.children.push_back(point_node(below, Look::nested_card));
    }
    return card;
  }

  [[nodiscard]] Node question() const {
    Node section = container("enig.topic", Kind::section, Look::question);
    section.labelled_by = "enig.topic.text";
    section.children.push_back(with_text(heading("enig.topic.text", 2, Look::question_text, ""),
                                         policy().question, words_));
    add_answering(section, publication_, state_, words_, app::whole_topic);
    if (state_.topic) section.children.push_back(follow_up(*state_.topic));
    return section;
  }

  // What unfolds after the topic's answer: the publisher's words, and other topics.
  [[nodiscard]] Node follow_up(opinion::Stance stance) const {
    Node node = container("enig.follow", Kind::section, Look::follow_up);
    if (stance == opinion::Stance::unsure) {
      node.labelled_by = "enig.follow.title";
      node.children.push_back(
          heading("enig.follow.title", 3, Look::thanks, words_.say(Word::other_topics)));
      add_other_topics(node);
      return node;
    }
    const bool agrees = stance == opinion::Stance::agree;
    const policy::FollowUp& follow = agrees ? policy().agree : policy().disagree;
    node.labelled_by = "enig.follow.title";
    node.children.push_back(
        with_text(heading("enig.follow.title", 3, Look::thanks, ""), follow.thanks, words_));
    if (follow.lead) {
      node.children.push_back(with_text(leaf("enig.follow.lead", Kind::paragraph, Look::body, ""),
                                        *follow.lead, words_));
    }
    add_other_topics(node);
    for (std::size_t i = 0; i < follow.links.size(); ++i) {
      const policy::Link& link_data = follow.links[i];
      node.children.push_back(with_text(link("enig.follow.link." + std::to_string(i + 1),
                                             Look::topic_link, "", href_on(link_data.href, path_)),
                                        link_data.text, words_));
    }
    return node;
  }

  void add_other_topics(Node& node) const {
    Node list = topic_list("enig.follow.topics", publication_, words_, path_, policy().id);
    if (!list.children.empty()) node.children.push_back(std::move(list));
  }

  const Publication& publication_;
  const State& state_;
  Words words_;
  std::string path_;
  std::vector<LanguageLink> others_;
};

}  // namespace

Page resident(const Publication& publication, const State& state) {
  return TopicPage(publication, state).make();
}

}  // namespace enig::page
