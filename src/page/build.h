// Small builders that the pages share. Internal to the room.
//
//     Node card = container("sone-1", Kind::group, Look::card,
//                           {leaf("sone-1.text", Kind::legend, Look::point_text, "Sone 1.")});
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/node.h"
#include "page/words.h"
#include "policy/publication.h"

namespace enig::page {

[[nodiscard]] inline Node container(std::string id, Kind kind, Look look,
                                    std::vector<Child> children = {}) {
  Node node;
  node.id = std::move(id);
  node.kind = kind;
  node.look = look;
  node.children = std::move(children);
  return node;
}

[[nodiscard]] inline Node leaf(std::string id, Kind kind, Look look, std::string text) {
  Node node;
  node.id = std::move(id);
  node.kind = kind;
  node.look = look;
  node.text = std::move(text);
  return node;
}

[[nodiscard]] inline Node heading(std::string id, int level, Look look, std::string text) {
  Node node = leaf(std::move(id), Kind::heading, look, std::move(text));
  node.level = level;
  return node;
}

[[nodiscard]] inline Node link(std::string id, Look look, std::string text, std::string href) {
  Node node = leaf(std::move(id), Kind::link, look, std::move(text));
  node.href = std::move(href);
  return node;
}

// A button of a form: `posts` is what it posts where there is no script.
[[nodiscard]] Node button(std::string id, Look look, std::string text, app::Action action,
                          std::string posts);

// The publisher's words in `words`' language, marked where they had to fall back to another.
[[nodiscard]] Node with_text(Node node, const policy::LocalText& text, const Words& words);

// The same page in another language.
struct LanguageLink {
  std::string language;
  std::string path;  // from the site's root
};
// In all languages of the site that Enig speaks but the one of `words`; `path_in(language)` is the
// page's path in it.
template <class PathIn>
[[nodiscard]] std::vector<LanguageLink> other_languages(const policy::Site& site,
                                                        const Words& words, PathIn path_in) {
  std::vector<LanguageLink> others;
  for (const std::string& language : site.languages) {
    if (language == words.language() || !speaks(language)) continue;
    others.push_back({language, path_in(language)});
  }
  return others;
}

// The site's name, and links from the page at `own_path` to the same page in other languages. With
// a `form_id` these are buttons, which take along what that form carries.
[[nodiscard]] Node banner(const policy::Site& site, const Words& words, std::string_view own_path,
                          const std::vector<LanguageLink>& others, std::string_view form_id = "");

// First on every page: past the banner, for whoever goes by the keyboard.
[[nodiscard]] inline Node skip_link(const Words& words) {
  return link("enig.skip", Look::skip, words.say(Word::skip), "#enig.main");
}

// How answers are counted, in plain words, and whom to ask.
[[nodiscard]] Node footer(const policy::Site& site, policy::Mode mode, const Words& words,
                          std::string_view own_path);

// A link to another topic, in a list with the id `list_id`.
[[nodiscard]] Node topic_item(const std::string& list_id, const policy::Publication& publication,
                              const Words& words, std::string_view own_path,
                              const policy::Topic& topic);

// Links to all topics.
[[nodiscard]] Node topic_list(const std::string& id, const policy::Publication& publication,
                              const Words& words, std::string_view own_path);

// The publisher's link, as it must be written on the page at `own_path`: "/…" leads to the site's
// root.
[[nodiscard]] std::string href_on(std::string_view href, std::string_view own_path);

}  // namespace enig::page
