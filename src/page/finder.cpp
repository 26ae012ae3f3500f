#include "page/finder.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "page/contents.h"

namespace enig::page {
namespace {

using app::Filter;

bool found_nothing(const FinderScene& scene) {
  return scene.points_found + scene.sections_found == 0;
}

std::string nothing_words(const Words& words, const FinderScene& scene) {
  if (!scene.query.empty()) {
    const std::string query = utf8::shortened(scene.query, limits::said_back_bytes_max);
    return words.say(Word::nothing_found, {{"query", query}});
  }
  if (scene.filter == Filter::unanswered) return words.say(Word::nothing_unanswered);
  return words.say(scene.filter == Filter::agreed ? Word::nothing_agreed : Word::nothing_disagreed);
}

Node search_row(const Setting& setting, const FinderScene& scene) {
  Node field = leaf("enig.search", Kind::field, Look::field, "");
  field.input = Input{.type = Input::Type::search,
                      .name = "q",
                      .value = scene.query,
                      .described_by = "",
                      .is_wrong = false};
  const app::Search search{scene.query};
  return container(
      "enig.search.row", Kind::split, Look::field_row,
      {std::move(field), button("enig.search.go", Look::action, setting.words.say(Word::search_go),
                                search, posted(setting, search))});
}

Node filter_group(const Setting& setting, const FinderScene& scene) {
  const auto one = [&](const char* id, Word word, Filter filter) {
    const app::SetFilter set{filter};
    Node node = button(id, Look::filter, setting.words.say(word), set, posted(setting, set));
    node.pressed = scene.filter == filter ? Pressed::yes : Pressed::no;
    return node;
  };
  return container(
      "enig.filter", Kind::group, Look::filters,
      {leaf("enig.filter.name", Kind::legend, Look::hidden, setting.words.say(Word::filter_name)),
       container("enig.filter.row", Kind::flow, Look::plain,
                 {one("enig.filter.all", Word::filter_all, Filter::all),
                  one("enig.filter.unanswered", Word::filter_unanswered, Filter::unanswered),
                  one("enig.filter.agreed", Word::filter_agreed, Filter::agreed),
                  one("enig.filter.disagreed", Word::filter_disagreed, Filter::disagreed)})});
}

}  // namespace

std::string hits_words(const Words& words, const FinderScene& scene) {
  if (!scene.is_narrowed) return "";
  if (found_nothing(scene)) return nothing_words(words, scene);
  const auto points = static_cast<std::int64_t>(scene.points_found);
  if (!scene.query.empty()) {
    const auto sections = static_cast<std::int64_t>(scene.sections_found);
    return counted(words, Word::hits_one, Word::hits_many, points + sections);
  }
  return words.say(Word::shown,
                   {{"shown", words.number(points)},
                    {"points", counted(words, Word::points_one, Word::points_many, scene.points)}});
}

Node finder(const Setting& setting, const FinderScene& scene) {
  Node label =
      leaf("enig.search.label", Kind::label, Look::label, setting.words.say(Word::search_label));
  label.labelled_by = "enig.search";
  // The search's button comes first in the form, so that Enter in the field presses it.
  Node node =
      container("enig.finder", Kind::stack, Look::finder,
                {std::move(label), search_row(setting, scene), filter_group(setting, scene)});
  const std::string hits = hits_words(setting.words, scene);
  if (hits.empty()) {
    node.children.push_back(next_button(setting, "enig.next", std::nullopt));
    return node;
  }
  node.children.push_back(
      leaf("enig.hits", Kind::paragraph, found_nothing(scene) ? Look::body : Look::hits, hits));
  const app::ShowAll show_all;
  node.children.push_back(button("enig.show-all", Look::action, setting.words.say(Word::show_all),
                                 show_all, posted(setting, show_all)));
  return node;
}

}  // namespace enig::page
