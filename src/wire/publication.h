// What an HTML page carries, so that the browser's program starts from the same publication and the
// same numbers as the page that it takes over:
// {"mode","newsletter":"offered"|"not-offered","language","site":{…},
// "topics":[{"id","title","languages","path"}],
// "policy":{…},
// "topic_sums":{id:{…}},"release":{…}|null}
//
//     std::string json = to_json(publication, "nb", release);
//     std::expected<CarriedPage, Error> page = parse_publication(json);
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ids.h"
#include "opinion/release.h"
#include "opinion/tally.h"
#include "policy/publication.h"

namespace enig::wire {

// The released answers to the topics' questions; topics without a release are not there.
using TopicSums = std::map<PolicyId, opinion::Counts>;

struct CarriedPage {
  policy::Publication publication;
  std::string language;  // of Enig's own words
  std::optional<opinion::Release> release;
  TopicSums topic_sums;  // of other topics than the policy's

  friend bool operator==(const CarriedPage&, const CarriedPage&) = default;
};

// Holds no '<': it can stand inside a script element.
[[nodiscard]] std::string to_json(const policy::Publication& publication, std::string_view language,
                                  const std::optional<opinion::Release>& release,
                                  const TopicSums& topic_sums = {});

// Reads what to_json wrote. Errors: malformed, stale (a release of another policy).
[[nodiscard]] std::expected<CarriedPage, Error> parse_publication(std::string_view json);

}  // namespace enig::wire
