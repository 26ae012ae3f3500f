#include "page/newsletter_pages.h"

#include <algorithm>
#include <utility>

#include "page/build.h"
#include "page/urls.h"

namespace enig::page {
namespace {

// What a page says and asks; a word that is not there is not said.
struct Said {
  Word title;
  std::optional<Word> text = std::nullopt;
  std::optional<Word> button = std::nullopt;
};

Said said_on(NewsletterPage what) {
  switch (what) {
    case NewsletterPage::sign_up:
    case NewsletterPage::address_wrong:
    case NewsletterPage::too_many:
    case NewsletterPage::failed:
      break;
    case NewsletterPage::sent:
      return {Word::letter_page_sent_title, Word::letter_page_sent};
    case NewsletterPage::confirm:
      return {Word::letter_page_confirm_title, std::nullopt, Word::letter_page_confirm};
    case NewsletterPage::confirmed:
      return {Word::letter_page_confirmed_title, Word::letter_page_confirmed};
    case NewsletterPage::already:
      return {Word::letter_page_already_title, Word::letter_page_confirmed};
    case NewsletterPage::leave:
      return {Word::letter_page_leave_title, Word::letter_page_leave_text, Word::letter_page_leave};
    case NewsletterPage::left:
      return {Word::letter_page_left_title, Word::letter_page_left};
    case NewsletterPage::gone:
      return {Word::letter_page_gone_title, Word::letter_page_gone};
  }
  return {Word::letter_page_title, Word::letter_page_text, Word::letter_page_send};
}

std::optional<Word> problem_on(NewsletterPage what) {
  switch (what) {
    case NewsletterPage::address_wrong:
      return Word::newsletter_wrong;
    case NewsletterPage::too_many:
      return Word::letter_page_many;
    case NewsletterPage::failed:
      return Word::letter_page_failed;
    default:
      return std::nullopt;
  }
}

bool asks_for_address(NewsletterPage what) {
  return what == NewsletterPage::sign_up || problem_on(what).has_value();
}

// Pressed without any app: what it posts is all it does.
Node send_button(std::string text) {
  Node node = leaf("enig.newsletter.send", Kind::button, Look::action, std::move(text));
  node.form_value = "newsletter:";
  return node;
}

void add_address(Node& form, const NewsletterVisit& visit, const Words& words) {
  Node label =
      leaf("enig.newsletter.label", Kind::label, Look::label, words.say(Word::letter_page_address));
  label.labelled_by = "enig.newsletter.address";
  Node field = container("enig.newsletter.address", Kind::field, Look::field);
  field.input.emplace();
  field.input->type = Input::Type::email;
  field.input->name = "address";
  field.input->value = visit.address;
  const std::optional<Word> problem = problem_on(visit.what);
  if (problem) {
    field.input->described_by = "enig.newsletter.problem";
    field.input->is_wrong = visit.what == NewsletterPage::address_wrong;
  }
  form.children.emplace_back(std::move(label));
  form.children.emplace_back(std::move(field));
  if (problem) {
    form.children.emplace_back(
        leaf("enig.newsletter.problem", Kind::paragraph, Look::problem, words.say(*problem)));
  }
}

void add_ways_on(Node& main, const policy::Publication& publication, const NewsletterVisit& visit,
                 const Words& words) {
  const std::string root = root_from(visit.path);
  if (visit.what == NewsletterPage::gone) {
    main.children.emplace_back(link("enig.newsletter.again", Look::undo,
                                    words.say(Word::letter_page_again),
                                    root + newsletter_path(publication.site, words.language())));
  }
  const auto topic = std::ranges::find_if(publication.topics, [&](const policy::Topic& each) {
    return visit.from && each.id == *visit.from;
  });
  if (topic == publication.topics.end()) return;
  const policy::LocalText::View title = topic->title.in(words.language());
  main.children.emplace_back(
      link("enig.newsletter.back", Look::undo,
           words.say(Word::letter_page_back, {{"title", std::string(title.text)}}),
           root + page_path(publication.site, *topic, words.language())));
}

// The same page in other languages, where it can be asked for again: what has just been sent
// cannot.
std::vector<LanguageLink> same_page(const policy::Site& site, const NewsletterVisit& visit,
                                    const Words& words) {
  if (visit.what == NewsletterPage::sent) return {};
  const std::string own = overview_path(site, words.language());
  const std::string_view rest = std::string_view(visit.path).substr(own.size());
  const std::string from = visit.from ? "?policy=" + visit.from->str() : "";
  return other_languages(site, words, [&](std::string_view other) {
    return overview_path(site, other) + std::string(rest) + from;
  });
}

}  // namespace

Page newsletter(const policy::Publication& publication, const NewsletterVisit& visit) {
  const policy::Site& site = publication.site;
  const Words words(visit.language);
  const Said said = said_on(visit.what);
  const std::string site_name(site.title.in(words.language()).text);
  Page page;
  page.language = words.language();
  page.title = words.say(said.title, {{"site", site_name}});
  page.description = words.say(Word::letter_page_title);
  Node main = container("enig.main", Kind::main, Look::content);
  main.children.emplace_back(heading("enig.title", 1, Look::title, page.title));
  if (said.text) {
    main.children.emplace_back(
        leaf("enig.newsletter.text", Kind::paragraph, Look::intro, words.say(*said.text)));
  }
  if (said.button) {
    Node form = container("enig.newsletter.form", Kind::form, Look::newsletter);
    if (asks_for_address(visit.what)) add_address(form, visit, words);
    form.children.emplace_back(send_button(words.say(*said.button)));
    if (asks_for_address(visit.what)) {
      form.children.emplace_back(leaf("enig.newsletter.privacy", Kind::paragraph, Look::small,
                                      words.say(Word::letter_page_privacy)));
    }
    main.children.emplace_back(std::move(form));
  }
  add_ways_on(main, publication, visit, words);
  page.root =
      container("enig.page", Kind::document, Look::plain,
                {skip_link(words), banner(site, words, visit.path, same_page(site, visit, words)),
                 std::move(main)});
  return page;
}

}  // namespace enig::page
