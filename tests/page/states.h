// States of a visit, for tests of pages.
//
//     const app::State state = after(publication, {app::Answer{sone, Stance::agree}});
#pragma once

#include <vector>

#include "app/update.h"
#include "tests/support/publications.h"

namespace enig::support {

[[nodiscard]] inline app::State fresh_state(const char* language = "nb") {
  app::State state;
  state.language = language;
  return state;
}

[[nodiscard]] inline app::State after(const policy::Publication& publication,
                                      const std::vector<app::Action>& actions,
                                      const char* language = "nb") {
  app::State state = fresh_state(language);
  for (const app::Action& action : actions) state = app::update(publication, state, action).state;
  return state;
}

[[nodiscard]] inline opinion::Release release_with(const policy::Publication& publication,
                                                   opinion::Counts first_point,
                                                   opinion::Counts topic) {
  opinion::Release release{.policy = publication.policy.id,
                           .revision = publication.policy.revision,
                           .number = 1,
                           .released_at = {},
                           .points = policy::point_ids(publication.policy),
                           .sums = {.ballots = 214, .topic = topic, .points = {}}};
  release.sums.points.resize(release.points.size());
  release.sums.points[0].stances = first_point;
  return release;
}

inline const app::Target sone{PointId("sone-1")};

}  // namespace enig::support
