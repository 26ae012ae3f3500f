#include "page/build.h"
#include "page/resident.h"
#include "page/urls.h"

namespace enig::page {

Page overview(const policy::Publication& publication, std::string_view language) {
  const policy::Site& site = publication.site;
  const Words words(language);
  const std::string path = overview_path(site, words.language());
  const auto path_in = [&](std::string_view other) { return overview_path(site, other); };
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
  page.root =
      container("enig.page", Kind::document, Look::plain,
                {skip_link(words), banner(site, words, path, other_languages(site, words, path_in)),
                 std::move(main), footer(site, publication.mode, words, path)});
  return page;
}

}  // namespace enig::page
