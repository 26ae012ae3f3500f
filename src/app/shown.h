// Which released numbers a person is shown.
//
//     ReleasedCounts released(state.release);
//     if (may_show(publication, state, target)) counts = released.of(target);
#pragma once

#include <cstddef>
#include <optional>

#include "app/state.h"
#include "opinion/release.h"
#include "opinion/tally.h"
#include "policy/publication.h"

namespace enig::app {

// Fast where points are asked for in document order. Keeps a reference.
class ReleasedCounts {
 public:
  explicit ReleasedCounts(const std::optional<opinion::Release>& release)
      : release_(release && release->number > 0 ? &*release : nullptr) {}

  // Nothing where nothing has been released yet, or not of this point.
  [[nodiscard]] const opinion::Counts* of(const Target& target);

 private:
  const opinion::Release* release_;
  std::size_t next_ = 0;
};

// The site's rule: never, always, or beside an own answer.
[[nodiscard]] bool may_show(const policy::Publication& publication, const State& state,
                            const Target& target);

}  // namespace enig::app
