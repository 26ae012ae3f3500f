#include "page/wrong.h"

#include "page/build.h"
#include "page/urls.h"

namespace enig::page {
namespace {

struct Said {
  Word title;
  Word text;
};

Said said_of(Wrong what) {
  switch (what) {
    case Wrong::not_found:
      return {Word::wrong_not_found_title, Word::wrong_not_found};
    case Wrong::busy:
      return {Word::wrong_busy_title, Word::wrong_busy};
    case Wrong::not_from_here:
      return {Word::wrong_from_title, Word::wrong_from};
    case Wrong::too_large:
      return {Word::wrong_large_title, Word::wrong_large};
    case Wrong::not_understood:
      break;
  }
  return {Word::wrong_title, Word::wrong_text};
}

}  // namespace

Page wrong(const policy::Publication& publication, const WrongVisit& visit) {
  const policy::Site& site = publication.site;
  const Words words(visit.language);
  const Said said = said_of(visit.what);
  Page page;
  page.language = words.language();
  page.title = words.say(said.title) + " – ";
  page.title += site.title.in(words.language()).text;
  page.description = words.say(said.text);
  Node main = container("enig.main", Kind::main, Look::content,
                        {heading("enig.title", 1, Look::title, words.say(said.title)),
                         leaf("enig.intro", Kind::paragraph, Look::intro, words.say(said.text))});
  if (visit.what != Wrong::not_found) {
    std::string detail = words.say(Word::wrong_code, {{"status", std::to_string(visit.status)}});
    if (page.language == "en" && !visit.detail.empty()) detail += ": " + visit.detail;
    main.children.emplace_back(
        leaf("enig.wrong.detail", Kind::paragraph, Look::small, std::move(detail)));
  }
  if (visit.place == WrongVisit::Place::page) {
    main.children.emplace_back(
        link("enig.wrong.again", Look::topic_link, words.say(Word::wrong_again), "./"));
  }
  main.children.emplace_back(link("enig.wrong.home", Look::topic_link, words.say(Word::wrong_home),
                                  root_from(visit.path) + overview_path(site, words.language())));
  // What is wrong has no address of its own in another language: there, it is the list of topics.
  const auto path_in = [&](std::string_view other) { return overview_path(site, other); };
  page.root = container(
      "enig.page", Kind::document, Look::plain,
      {skip_link(words), banner(site, words, visit.path, other_languages(site, words, path_in)),
       std::move(main), footer(site, publication.mode, words, visit.path)});
  return page;
}

}  // namespace enig::page
