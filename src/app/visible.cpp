#include "app/visible.h"

#include <map>
#include <optional>

#include "base/limits.h"
#include "base/utf8.h"

namespace enig::app {

// In document order: an enclosing section or point comes before what is in it.
struct SearchTexts {
  using Place = std::uint32_t;

  struct SectionText {
    std::string title;
    std::string rest;  // intro and lead
    std::optional<Place> above;
  };
  struct PointText {
    std::string text;
    Place section = 0;
    std::optional<Place> above;
  };

  std::vector<SectionText> sections;
  std::vector<PointText> points;
  policy::PointIndex point_index;
  std::map<SectionId, Place> sections_by_id;

  SearchTexts(const policy::Policy& policy, std::string_view language)
      : point_index(policy), language_(language) {
    points.reserve(point_index.size());
    for (const policy::Section& section : policy.sections) add(section, std::nullopt);
  }

  [[nodiscard]] std::optional<Place> place_of(const SectionId& id) const {
    const auto found = sections_by_id.find(id);
    if (found == sections_by_id.end()) return std::nullopt;
    return found->second;
  }

 private:
  [[nodiscard]] std::string folded_in(const policy::LocalText& text) const {
    return folded(text.in(language_).text);
  }

  void add(const policy::Section& section, std::optional<Place> above) {
    const Place place = static_cast<Place>(sections.size());
    SectionText texts{folded_in(section.title), "", above};
    if (section.intro) texts.rest += folded_in(*section.intro);
    // No word goes from one text into the next.
    if (section.lead) texts.rest += "\n" + folded_in(*section.lead);
    sections.push_back(std::move(texts));
    sections_by_id.emplace(section.id, place);
    for (const policy::Point& point : section.points) add(point, place, std::nullopt);
    for (const policy::Section& below : section.sections) add(below, place);
  }

  void add(const policy::Point& point, Place section, std::optional<Place> above) {
    const Place place = static_cast<Place>(points.size());
    points.push_back({folded_in(point.text), section, above});
    for (const policy::Point& below : point.points) add(below, section, place);
  }

  std::string language_;
};

namespace {

// One bit for each word of the query.
using Words = std::uint32_t;
static_assert(limits::query_words_max <= 32);

struct Query {
  std::vector<std::string> words;

  [[nodiscard]] Words all() const { return words.empty() ? 0 : ~Words{0} >> (32 - words.size()); }
  // The words that stand in `text`, beside those already found around it.
  [[nodiscard]] Words in(const std::string& text) const {
    Words found = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (text.find(words[i]) != std::string::npos) found |= Words{1} << i;
    }
    return found;
  }
};

bool passes(Filter filter, const std::optional<opinion::Stance>& stance) {
  switch (filter) {
    case Filter::all:
      return true;
    case Filter::unanswered:
      return !stance;
    case Filter::agreed:
      return stance == opinion::Stance::agree;
    case Filter::disagreed:
      return stance == opinion::Stance::disagree;
  }
  return true;
}

bool passes_filter(const State& state, const PointId& point) {
  return passes(state.filter, stance_on(state, {point})) || state.filter_keeps.contains(point);
}

}  // namespace

std::vector<std::string> query_words(const State& state) {
  std::vector<std::string> words = folded_words(state.query, limits::query_words_max);
  // Nearly every point has the first letter of a word somewhere: what is typed is looked for from
  // its second letter on. A figure, or a sign of a script that writes words with one, is enough.
  if (words.size() != 1) return words;
  const std::string& word = words.front();
  const bool is_letter =
      word.size() <= 2 && utf8::length(word) == 1 && (word.front() < '0' || word.front() > '9');
  if (is_letter) words.clear();
  return words;
}

bool is_query_short(const State& state) {
  return state.query.find_first_not_of(' ') != std::string::npos && query_words(state).empty();
}

bool is_narrowed(const State& state) {
  return state.filter != Filter::all || !query_words(state).empty();
}

bool Visible::shows(const PointId& point) const {
  if (!texts_) return true;
  const auto place = texts_->point_index.find(point);
  return place && points_[*place];
}

bool Visible::shows(const SectionId& section) const {
  if (!texts_) return true;
  const auto place = texts_->place_of(section);
  return place && sections_[*place];
}

// Some of what the filter hides is shown all the same, around what it does not hide.
void Visible::count(const std::vector<std::size_t>& sections,
                    const std::vector<std::size_t>& points) {
  for (const std::size_t i : sections) ++(sections_[i] ? sections_found_ : hidden_by_filter_);
  for (const std::size_t i : points) ++(points_[i] ? points_found_ : hidden_by_filter_);
}

Finder::Finder(const policy::Policy& policy, std::string_view language)
    : texts_(std::make_shared<const SearchTexts>(policy, language)) {}

Visible Finder::find(const State& state) const {
  const Query query{query_words(state)};
  Visible visible;
  if (!is_narrowed(state)) return visible;
  visible.texts_ = texts_;
  visible.points_.resize(texts_->points.size());
  visible.sections_.resize(texts_->sections.size());

  // Words in the titles around each section, its own among them.
  std::vector<Words> titles;
  titles.reserve(texts_->sections.size());
  std::vector<std::size_t> sections;  // that the search has found
  for (std::size_t i = 0; i < texts_->sections.size(); ++i) {
    const SearchTexts::SectionText& section = texts_->sections[i];
    const Words around = section.above ? titles[*section.above] : 0;
    const Words title = query.in(section.title);
    const Words own = title | query.in(section.rest);
    titles.push_back(around | title);
    if (own == 0 || (own | around) != query.all()) continue;
    sections.push_back(i);
    if (state.filter == Filter::all) visible.sections_[i] = true;
  }

  std::vector<Words> texts;
  texts.reserve(texts_->points.size());
  std::vector<std::size_t> hidden;  // points that the search has found, and the filter has not
  for (std::size_t i = 0; i < texts_->points.size(); ++i) {
    const SearchTexts::PointText& point = texts_->points[i];
    const Words around = titles[point.section] | (point.above ? texts[*point.above] : 0);
    texts.push_back(around | query.in(point.text));
    if (texts[i] != query.all()) continue;
    if (!passes_filter(state, texts_->point_index.id(i))) {
      hidden.push_back(i);
      continue;
    }
    visible.points_[i] = true;
    ++visible.points_found_;
    if (point.above) visible.points_[*point.above] = true;
    visible.sections_[point.section] = true;
  }

  // From the last to the first, so that what encloses comes after what it encloses.
  for (std::size_t i = texts_->sections.size(); i-- > 0;) {
    const std::optional<SearchTexts::Place>& above = texts_->sections[i].above;
    if (visible.sections_[i] && above) visible.sections_[*above] = true;
  }
  if (!query.words.empty()) visible.count(sections, hidden);
  return visible;
}

Visible visible_in(const policy::Policy& policy, const State& state) {
  if (!is_narrowed(state)) return {};
  return Finder(policy, state.language).find(state);
}

}  // namespace enig::app
