#include "page/finder.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "page/contents.h"

namespace enig::page {
namespace {

using app::Filter;

bool found_nothing(const FinderScene& scene) {
  return scene.points_found + scene.sections_found + scene.hidden_by_filter == 0;
}

bool is_search(const FinderScene& scene) { return !scene.query.empty() && !scene.is_query_short; }

std::string nothing_words(const Words& words, const FinderScene& scene) {
  if (is_search(scene)) {
    const std::string query = utf8::shortened(scene.query, limits::said_back_bytes_max);
    return words.say(Word::nothing_found, {{"query", query}});
  }
  if (scene.filter == Filter::unanswered) return words.say(Word::nothing_unanswered);
  return words.say(scene.filter == Filter::agreed ? Word::nothing_agreed : Word::nothing_disagreed);
}

// What the search has found: what can be seen of it, and what the filter hides.
std::string found_words(const Words& words, const FinderScene& scene) {
  const auto hits = [&](std::size_t count) {
    return counted(words, Word::hits_one, Word::hits_many, static_cast<std::int64_t>(count));
  };
  const std::size_t shown = scene.points_found + scene.sections_found;
  const std::size_t hidden = scene.hidden_by_filter;
  if (scene.points_found == 0 && hidden == 0) {
    return words.say(Word::hits_in_titles, {{"hits", hits(shown)}});
  }
  if (hidden == 0) return hits(shown);
  if (shown == 0) return words.say(Word::hits_hidden, {{"hits", hits(hidden)}});
  const auto more = static_cast<std::int64_t>(hidden);
  return hits(shown) + ". " + words.say(Word::hits_hidden_more, {{"n", words.number(more)}});
}

std::string narrowed_words(const Words& words, const FinderScene& scene) {
  if (found_nothing(scene)) return nothing_words(words, scene);
  if (is_search(scene)) return found_words(words, scene);
  const auto points = static_cast<std::int64_t>(scene.points_found);
  return words.say(Word::shown,
                   {{"shown", words.number(points)},
                    {"points", counted(words, Word::points_one, Word::points_many, scene.points)}});
}

// Ways out of the search and the filter.
Node ways_out(const Setting& setting, const FinderScene& scene) {
  Node ways = container("enig.hits.ways", Kind::flow, Look::filters);
  const auto add = [&](const char* id, Word word, const app::Action& action) {
    ways.children.push_back(
        button(id, Look::action, setting.words.say(word), action, posted(setting, action)));
  };
  if (scene.hidden_by_filter > 0 && is_search(scene)) {
    add("enig.show-hits", Word::show_hits, app::SetFilter{Filter::all});
  }
  add("enig.show-all", Word::show_all, app::ShowAll{});
  return ways;
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
      "enig.filter", Kind::group, Look::plain,
      {leaf("enig.filter.name", Kind::legend, Look::hidden, setting.words.say(Word::filter_name)),
       container("enig.filter.row", Kind::flow, Look::plain,
                 {one("enig.filter.all", Word::filter_all, Filter::all),
                  one("enig.filter.unanswered", Word::filter_unanswered, Filter::unanswered),
                  one("enig.filter.agreed", Word::filter_agreed, Filter::agreed),
                  one("enig.filter.disagreed", Word::filter_disagreed, Filter::disagreed)})});
}

}  // namespace

std::string hits_words(const Words& words, const FinderScene& scene) {
  std::string narrowed = scene.is_narrowed ? narrowed_words(words, scene) : "";
  if (!scene.is_query_short) return narrowed;
  const std::string typed = words.say(Word::search_short);
  return narrowed.empty() ? typed : typed + " " + narrowed;
}

Node finder(const Setting& setting, const FinderScene& scene) {
  Node label =
      leaf("enig.search.label", Kind::label, Look::label, setting.words.say(Word::search_label));
  label.labelled_by = "enig.search";
  Node line =
      container("enig.filter.line", Kind::flow, Look::filters, {filter_group(setting, scene)});
  if (!scene.is_narrowed) {
    line.children.push_back(next_button(setting, "enig.next", std::nullopt));
  }
  // The search's button comes first in the form, so that Enter in the field presses it.
  Node node = container("enig.finder", Kind::stack, Look::finder,
                        {std::move(label), search_row(setting, scene), std::move(line)});
  const std::string hits = hits_words(setting.words, scene);
  if (!hits.empty()) {
    const bool is_nothing = scene.is_narrowed && found_nothing(scene);
    node.children.push_back(
        leaf("enig.hits", Kind::paragraph, is_nothing ? Look::body : Look::hits, hits));
  }
  if (scene.is_narrowed) node.children.push_back(ways_out(setting, scene));
  return node;
}

}  // namespace enig::page
