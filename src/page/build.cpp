#include "page/build.h"

#include "page/urls.h"

namespace enig::page {
namespace {

using policy::Mode;

std::string release_words(const policy::Site& site, Mode mode, const Words& words) {
  if (mode == Mode::trial) return words.say(Word::about_release_trial);
  return words.say(Word::about_release, {{"first", words.number(site.release.first_ballots)},
                                         {"next", words.number(site.release.next_ballots)},
                                         {"minutes", words.number(site.release.minutes)}});
}

}  // namespace

Node button(std::string id, Look look, std::string text, app::Action action, std::string posts) {
  Node node = leaf(std::move(id), Kind::button, look, std::move(text));
  node.action = std::move(action);
  node.form_value = std::move(posts);
  return node;
}

Node with_text(Node node, const policy::LocalText& text, const Words& words) {
  const policy::LocalText::View view = text.in(words.language());
  node.text = view.text;
  if (view.language != words.language()) node.language = view.language;
  return node;
}

std::string href_on(std::string_view href, std::string_view own_path) {
  if (!href.starts_with('/')) return std::string(href);
  return root_from(own_path) + std::string(href.substr(1));
}

Node banner(const policy::Site& site, const Words& words, std::string_view own_path,
            const std::vector<LanguageLink>& others, std::string_view form_id) {
  const std::string root = root_from(own_path);
  const std::string home = overview_path(site, words.language());
  Node row = container("enig.banner.row", Kind::flow, Look::plain);
  // The overview's own heading says the site's name.
  if (own_path != home) {
    row.children.push_back(
        with_text(link("enig.brand", Look::brand, "", root + home), site.title, words));
  }
  if (!others.empty()) {
    Node navigation = container("enig.languages", Kind::navigation, Look::languages);
    Node links = container("enig.languages.row", Kind::flow, Look::languages);
    navigation.text = words.say(Word::languages_nav);
    for (const LanguageLink& other : others) {
      Node node = link("enig.language." + other.language, Look::language,
                       std::string(name_of_language(other.language)), root + other.path);
      node.language = other.language;
      node.form_id = form_id;
      if (!form_id.empty()) node.kind = Kind::button;
      links.children.push_back(std::move(node));
    }
    navigation.children.push_back(std::move(links));
    row.children.push_back(std::move(navigation));
  }
  return container("enig.banner", Kind::banner, Look::plain, {std::move(row)});
}

Node footer(const policy::Site& site, Mode mode, const Words& words, std::string_view own_path) {
  Node section = container("enig.about", Kind::section, Look::plain);
  section.labelled_by = "enig.about.title";
  section.children = {
      heading("enig.about.title", 2, Look::subheading, words.say(Word::about_title)),
      leaf("enig.about.counting", Kind::paragraph, Look::small, words.say(Word::about_counting)),
      leaf("enig.about.privacy", Kind::paragraph, Look::small, words.say(Word::about_privacy)),
      leaf("enig.about.device", Kind::paragraph, Look::small, words.say(Word::about_device)),
      leaf("enig.about.release", Kind::paragraph, Look::small, release_words(site, mode, words)),
      leaf("enig.about.open", Kind::paragraph, Look::small, words.say(Word::open_poll)),
  };
  if (site.contact) {
    Node contact =
        with_text(link("enig.contact", Look::language, "", href_on(site.contact->href, own_path)),
                  site.contact->name, words);
    contact.look = Look::undo;
    section.children.push_back(std::move(contact));
  }
  section.children.push_back(link("enig.statement", Look::undo, words.say(Word::accessibility_link),
                                  root_from(own_path) + statement_path(site, words.language())));
  return container("enig.footer", Kind::footer, Look::about, {std::move(section)});
}

Node topic_item(const std::string& list_id, const policy::Publication& publication,
                const Words& words, std::string_view own_path, const policy::Topic& topic) {
  const std::string id = list_id + "." + topic.id.str();
  const std::string path = page_path(publication.site, topic, words.language());
  return container(id, Kind::item, Look::topic,
                   {with_text(link(id + ".link", Look::topic_link, "", root_from(own_path) + path),
                              topic.title, words)});
}

Node topic_list(const std::string& id, const policy::Publication& publication, const Words& words,
                std::string_view own_path) {
  Node list = container(id, Kind::list, Look::topics);
  for (const policy::Topic& topic : publication.topics) {
    list.children.push_back(topic_item(id, publication, words, own_path, topic));
  }
  return list;
}

}  // namespace enig::page
