#include "page/follow.h"

#include <algorithm>
#include <string_view>

#include "app/suggestions.h"
#include "page/urls.h"

namespace enig::page {
namespace {

using app::SignUp;
using opinion::Stance;
using policy::Point;
using policy::Policy;

constexpr const char* form_id = "enig.newsletter.form";

bool offers_newsletter(const policy::Publication& publication) {
  return publication.newsletter == policy::NewsletterOffer::open &&
         publication.policy.newsletter.has_value();
}

const Point* point_among(const std::vector<Point>& points, const PointId& id) {
  for (const Point& point : points) {
    if (point.id == id) return &point;
    if (const Point* const below = point_among(point.points, id)) return below;
  }
  return nullptr;
}

const Point* point_in(const std::vector<policy::Section>& sections, const PointId& id) {
  for (const policy::Section& section : sections) {
    if (const Point* const found = point_among(section.points, id)) return found;
    if (const Point* const found = point_in(section.sections, id)) return found;
  }
  return nullptr;
}

class FollowUp {
 public:
  FollowUp(const Setting& setting, const FollowScene& scene)
      : setting_(setting), words_(setting.words), scene_(scene) {}

  [[nodiscard]] Node make() const {
    Node node = container("enig.follow", Kind::section, Look::follow_up);
    node.labelled_by = "enig.follow.title";
    if (scene_.stance == Stance::unsure) {
      node.children.push_back(
          heading("enig.follow.title", 3, Look::thanks, words_.say(Word::other_topics)));
      add_topics(node);
      return node;
    }
    const bool agrees = scene_.stance == Stance::agree;
    const Policy& policy = setting_.publication.policy;
    const policy::FollowUp& follow = agrees ? policy.agree : policy.disagree;
    node.children.push_back(
        with_text(heading("enig.follow.title", 3, Look::thanks, ""), follow.thanks, words_));
    if (follow.lead) {
      node.children.push_back(with_text(leaf("enig.follow.lead", Kind::paragraph, Look::body, ""),
                                        *follow.lead, words_));
    } else if (!scene_.points.empty()) {
      node.children.push_back(
          leaf("enig.follow.lead", Kind::paragraph, Look::body, words_.say(Word::more_agreement)));
    }
    add_points(node);
    add_topics(node);
    if (agrees && offers_newsletter(setting_.publication)) node.children.push_back(newsletter());
    add_links(node, follow);
    return node;
  }

 private:
  void add_points(Node& node) const {
    Node list = container("enig.follow.points", Kind::list, Look::suggestions);
    for (const PointId& id : scene_.points) {
      const Point* const point = point_in(setting_.publication.policy.sections, id);
      if (point == nullptr) continue;
      const std::string item_id = "enig.follow.points." + id.str();
      list.children.push_back(
          container(item_id, Kind::item, Look::suggestion,
                    {with_text(link(item_id + ".link", Look::contents_link, "", "#" + id.str()),
                               point->text, words_)}));
    }
    if (!list.children.empty()) node.children.push_back(std::move(list));
  }

  void add_topics(Node& node) const {
    Node list = container("enig.follow.topics", Kind::list, Look::topics);
    for (const PolicyId& id : scene_.topics) {
      const auto& topics = setting_.publication.topics;
      const auto topic = std::ranges::find(topics, id, &policy::Topic::id);
      if (topic == topics.end()) continue;
      list.children.push_back(
          topic_item("enig.follow.topics", setting_.publication, words_, setting_.path, *topic));
    }
    if (!list.children.empty()) node.children.push_back(std::move(list));
  }

  void add_links(Node& node, const policy::FollowUp& follow) const {
    for (std::size_t i = 0; i < follow.links.size(); ++i) {
      const policy::Link& data = follow.links[i];
      node.children.push_back(
          with_text(link("enig.follow.link." + std::to_string(i + 1), Look::topic_link, "",
                         href_on(data.href, setting_.path)),
                    data.text, words_));
    }
  }

  [[nodiscard]] Node newsletter() const {
    Node node = container("enig.newsletter", Kind::section, Look::newsletter);
    node.labelled_by = "enig.newsletter.title";
    if (scene_.sign_up == SignUp::sent) {
      const policy::Newsletter& said = *setting_.publication.policy.newsletter;
      node.children = {
          with_text(heading("enig.newsletter.title", 3, Look::thanks, ""), said.thanks, words_),
          leaf("enig.newsletter.sent", Kind::paragraph, Look::body,
               words_.say(Word::newsletter_sent))};
      return node;
    }
    node.children.push_back(
        heading("enig.newsletter.title", 3, Look::thanks, words_.say(Word::newsletter_title)));
    Node label = leaf("enig.newsletter.label", Kind::label, Look::label,
                      words_.say(Word::newsletter_address));
    label.labelled_by = "enig.newsletter.address";
    node.children.push_back(std::move(label));
    node.children.push_back(address_row());
    if (const std::optional<Word> word = sign_up_word(scene_.sign_up)) {
      node.children.push_back(leaf("enig.newsletter.problem", Kind::paragraph,
                                   scene_.sign_up == SignUp::sending ? Look::small : Look::problem,
                                   words_.say(*word)));
    }
    const std::string_view party = setting_.publication.policy.party.in(words_.language()).text;
    node.children.push_back(
        leaf("enig.newsletter.privacy", Kind::paragraph, Look::small,
             words_.say(Word::newsletter_privacy, {{"party", std::string(party)}})));
    return node;
  }

  [[nodiscard]] Node address_row() const {
    const bool is_wrong = scene_.sign_up == SignUp::address_wrong;
    const bool has_problem = scene_.sign_up != SignUp::open;
    Node field = leaf("enig.newsletter.address", Kind::field, Look::field, "");
    field.form_id = form_id;
    field.input =
        Input{.type = Input::Type::email,
              .name = "address",
              .value = "",
              .described_by = has_problem ? "enig.newsletter.problem" : "enig.newsletter.privacy",
              .is_wrong = is_wrong};
    // The address is the field's; the program puts it in.
    Node send = button("enig.newsletter.send", Look::action, words_.say(Word::newsletter_send),
                       app::Subscribe{}, "subscribe:");
    send.form_id = form_id;
    return container("enig.newsletter.row", Kind::stack, Look::field_row,
                     {std::move(field), std::move(send)});
  }

  const Setting& setting_;
  const Words& words_;
  const FollowScene& scene_;
};

}  // namespace

std::optional<Word> sign_up_word(SignUp sign_up) {
  switch (sign_up) {
    case SignUp::open:
      return std::nullopt;
    case SignUp::sending:
      return Word::newsletter_sending;
    case SignUp::sent:
      return Word::newsletter_sent;
    case SignUp::address_wrong:
      return Word::newsletter_wrong;
    case SignUp::too_many:
      return Word::newsletter_too_many;
    case SignUp::failed:
      return Word::newsletter_failed;
  }
  return std::nullopt;
}

FollowScene follow_scene(const Setting& setting, Stance stance) {
  app::Suggestions next = app::suggestions(setting.publication, setting.state);
  return {.stance = stance,
          .points = stance == Stance::agree ? std::move(next.points) : std::vector<PointId>{},
          .topics = std::move(next.topics),
          .sign_up = setting.state.sign_up};
}

Node follow_up(const Setting& setting, const FollowScene& scene) {
  return FollowUp(setting, scene).make();
}

std::vector<OtherForm> sign_up_form(const Setting& setting) {
  if (!setting.state.topic || *setting.state.topic != Stance::agree) return {};
  if (!offers_newsletter(setting.publication)) return {};
  return {{form_id,
           root_from(setting.path) +
               newsletter_path(setting.publication.site, setting.words.language()),
           {{"policy", setting.publication.policy.id.str()},
            {"language", std::string(setting.words.language())},
            {"return", setting.path}}}};
}

}  // namespace enig::page
