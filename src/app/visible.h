// Which points and sections the filter and the search show.
//
//     const Finder finder(publication.policy, state.language);  // folds every text: keep it
//     const Visible visible = finder.find(state);
//     if (visible.shows(point.id)) …
//     const std::vector<Span> marks = find_words(text, query_words(state));   // base/fold.h
//
// A point is found where every word of the query stands in its own text, in the text of the point
// above it, or in the title of a section around it. A section is found where its own title, intro
// or lead holds one of the words, and these and the titles around it hold the others. The filter is
// about points: where it is on, a section is shown only with a point in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "base/fold.h"
#include "base/ids.h"
#include "policy/policy.h"
#include "policy/publication.h"

namespace enig::app {

// The words of the search, folded. None where nothing is searched for.
[[nodiscard]] std::vector<std::string> query_words(const State& state);
// Something has been typed, and too little of it to be looked for.
[[nodiscard]] bool is_query_short(const State& state);

// Whether a filter or a search hides something.
[[nodiscard]] bool is_narrowed(const State& state);

struct SearchTexts;  // every text of a policy, folded

class Visible {
 public:
  // Everything is shown: neither filter nor search.
  Visible() = default;

  // A point that is not found itself is shown where a point below it is. An unknown id is not.
  [[nodiscard]] bool shows(const PointId& point) const;
  // A section is shown where it or anything in it is.
  [[nodiscard]] bool shows(const SectionId& section) const;
  // The same by place, from 0 in document order: what encloses comes before what it encloses.
  [[nodiscard]] bool shows_point_at(std::size_t place) const { return !texts_ || points_[place]; }
  [[nodiscard]] bool shows_section_at(std::size_t place) const {
    return !texts_ || sections_[place];
  }
  [[nodiscard]] bool shows_everything() const { return texts_ == nullptr; }

  // How many were found themselves and are shown; 0 where everything is shown.
  [[nodiscard]] std::size_t points_found() const { return points_found_; }
  [[nodiscard]] std::size_t sections_found() const { return sections_found_; }
  // How many points and sections the search has found that the filter hides.
  [[nodiscard]] std::size_t hidden_by_filter() const { return hidden_by_filter_; }

 private:
  friend class Finder;

  void count(const std::vector<std::size_t>& sections, const std::vector<std::size_t>& points);

  std::shared_ptr<const SearchTexts> texts_;
  std::vector<bool> points_;  // by place in the policy
  std::vector<bool> sections_;
  std::size_t points_found_ = 0;
  std::size_t sections_found_ = 0;
  std::size_t hidden_by_filter_ = 0;
};

// Keeps copies of what it needs of the policy. Copying a Finder is cheap.
class Finder {
 public:
  Finder(const policy::Policy& policy, std::string_view language);

  [[nodiscard]] Visible find(const State& state) const;

 private:
  std::shared_ptr<const SearchTexts> texts_;
};

// The same for who has no Finder at hand: folds the texts only where there is a filter or a search.
[[nodiscard]] Visible visible_in(const policy::Policy& policy, const State& state);

// Where "next unanswered" leads: the id of the first point that is shown and has no answer, after
// `after` and around from the top; the topic's question, or the summary, where there is none left.
// "" where there is no point `after`.
[[nodiscard]] std::string next_unanswered(const policy::Publication& publication,
                                          const State& state, const std::optional<PointId>& after);

}  // namespace enig::app
