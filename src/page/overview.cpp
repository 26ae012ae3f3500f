#include "page/build.h"
#include "page/resident.h"
#include "page/urls.h"

namespace enig::page {
namespace {

std::vector<LanguageLink> other_languages(const policy::Site& site, const Words& words) {
  std::vector<LanguageLink> others;
  for (const std::string& language : site.languages) {
    if (language == words.language() || !speaks(language)) continue;
    others.push_back({language, overview_path(site, language)});
  }
  return others;
}

}  // namespace

Page overview(const policy::Publication& publication, std::string_view language) {
  const policy::Site& site = publication.site;
  const Words words(language);
  const std::string path = overview_path(site, words.language());
  Page page;
  page.language = words.language();
  page.title = site.title.in(words.language()).text;
  page.description = words.say(Word::overview_description);
  Node main = container("enig.main", Kind::main, Look::content);
  main.children = {
      with_text(heading("enig.title", 1, Look::title, ""), site.title, words),
      leaf("enig.intro", Kind::paragraph, Look::intro, words.say(Word::overview_description)),
      topic_list("enig.topics", publication, words, path),
  };
  page.root = container("enig.page", Kind::document, Look::plain,
                        {skip_link(words), banner(site, words, path, other_languages(site, words)),
                         std::move(main), footer(site, publication.mode, words, path)});
  return page;
}

}  // namespace enig::page
