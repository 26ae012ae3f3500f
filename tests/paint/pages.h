// Pages for paint's tests.
#pragma once

#include "app/update.h"
#include "page/resident.h"
#include "policy/parse.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

namespace enig::paint {

[[nodiscard]] inline page::Page page_of(const policy::Publication& publication,
                                        const std::vector<app::Action>& actions = {}) {
  app::State state;
  state.language = "nb";
  for (const app::Action& action : actions) {
    state = app::update(publication, std::move(state), action).state;
  }
  return page::resident(publication, state);
}

// The business policy of Bærum, as it is published.
[[nodiscard]] inline policy::Publication baerum() {
  const std::string path = "policies/baerum/naering.json";
  policy::Publication publication = support::small_publication();
  publication.policy = policy::parse(path, support::read_file(path), policy::Origin::file).value();
  publication.topics = {{publication.policy.id, publication.policy.title,
                         publication.policy.languages, "baerum/naering"}};
  return publication;
}

// Answered, counted and released, so that there is a bar.
[[nodiscard]] inline page::Page answered_page(const policy::Publication& publication) {
  opinion::Release release{.policy = publication.policy.id,
                           .revision = publication.policy.revision,
                           .number = 1,
                           .released_at = {},
                           .points = policy::point_ids(publication.policy),
                           .sums = {}};
  release.sums.ballots = 214;
  release.sums.points.resize(release.points.size());
  release.sums.points[0].stances = {154, 39, 21};
  const app::Target first{release.points[0]};
  return page_of(publication, {app::Answer{first, opinion::Stance::agree}, app::GiveConsent{},
                               app::Delivered{}, app::TotalsArrived{release},
                               app::Answer{app::whole_topic, opinion::Stance::disagree}});
}

}  // namespace enig::paint
