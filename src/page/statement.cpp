#include "page/statement.h"

#include <span>

#include "page/build.h"
#include "page/urls.h"

namespace enig::page {
namespace {

struct Part {
  const char* id;
  Word title;
  std::span<const Word> paragraphs;
};

constexpr Word standard[] = {Word::statement_standard, Word::statement_built};
constexpr Word tested[] = {Word::statement_tested};
constexpr Word gaps[] = {Word::statement_gap_people, Word::statement_gap_texts,
                         Word::statement_gap_picture, Word::statement_gap_script};
constexpr Word complain[] = {Word::statement_complain};
constexpr Part parts[] = {
    {"enig.statement.standard", Word::statement_standard_title, standard},
    {"enig.statement.tested", Word::statement_tested_title, tested},
    {"enig.statement.gaps", Word::statement_gaps_title, gaps},
    {"enig.statement.complain", Word::statement_complain_title, complain},
};

Node part_node(const Part& part, const Words& words) {
  const std::string id = part.id;
  Node node = container(id, Kind::section, Look::subsection);
  node.labelled_by = id + ".title";
  node.children.push_back(heading(id + ".title", 2, Look::subheading, words.say(part.title)));
  for (std::size_t i = 0; i < part.paragraphs.size(); ++i) {
    node.children.push_back(leaf(id + "." + std::to_string(i + 1), Kind::paragraph, Look::body,
                                 words.say(part.paragraphs[i])));
  }
  return node;
}

}  // namespace

Page statement(const policy::Publication& publication, std::string_view language) {
  const policy::Site& site = publication.site;
  const Words words(language);
  const std::string path = statement_path(site, words.language());
  const auto path_in = [&](std::string_view other) { return statement_path(site, other); };
  Page page;
  page.language = words.language();
  page.title = words.say(Word::statement_title) + " – ";
  page.title += site.title.in(words.language()).text;
  page.description = words.say(Word::statement_intro);
  Node main = container(
      "enig.main", Kind::main, Look::content,
      {heading("enig.title", 1, Look::title, words.say(Word::statement_title)),
       leaf("enig.intro", Kind::paragraph, Look::intro, words.say(Word::statement_intro))});
  for (const Part& part : parts) main.children.emplace_back(part_node(part, words));
  if (site.contact) {
    main.children.emplace_back(with_text(
        link("enig.statement.contact", Look::topic_link, "", href_on(site.contact->href, path)),
        site.contact->name, words));
  }
  main.children.emplace_back(leaf("enig.statement.authority", Kind::paragraph, Look::body,
                                  words.say(Word::statement_authority)));
  main.children.emplace_back(leaf("enig.statement.reviewed", Kind::paragraph, Look::small,
                                  words.say(Word::statement_reviewed)));
  page.root =
      container("enig.page", Kind::document, Look::plain,
                {skip_link(words), banner(site, words, path, other_languages(site, words, path_in)),
                 std::move(main), footer(site, publication.mode, words, path)});
  return page;
}

}  // namespace enig::page
