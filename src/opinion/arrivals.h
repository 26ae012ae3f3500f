// How many ballots came on each day: COUNTING.md, step 7. Made from the releases alone, so it says
// nothing that they have not said, and whoever has them can make it again.
//
//     Arrivals arrivals;
//     for (const ReleaseCount& release : all) arrivals.add(release);   // in order
//     for (const DayCount& day : arrivals.shown(20)) …   // {"2026-11-23", 214}, {"2026-11-24",
//     none}
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace enig::opinion {

// Of one release.
struct ReleaseCount {
  std::int64_t number = 0;
  std::string day;           // on which it was published, UTC: the beginning of RFC 3339
  std::int64_t ballots = 0;  // that it has counted

  friend bool operator==(const ReleaseCount&, const ReleaseCount&) = default;
};

struct DayCount {
  std::string day;
  // How many more ballots were counted at its end than at its beginning, fewer where more were
  // withdrawn; nothing where that is withheld.
  std::optional<std::int64_t> ballots;

  friend bool operator==(const DayCount&, const DayCount&) = default;
};

class Arrivals {
 public:
  // Releases come in the order of their numbers; one that is there already changes nothing.
  void add(const ReleaseCount& release);

  // Every day with a release, the first one first. One on which the number has moved by less than
  // `ballots_min` is withheld.
  [[nodiscard]] std::vector<DayCount> shown(std::int64_t ballots_min) const;

  // Of the last release; 0 where there is none.
  [[nodiscard]] std::int64_t last_number() const { return last_.number; }

 private:
  ReleaseCount last_;
  std::map<std::string, std::int64_t> more_;  // by day
};

}  // namespace enig::opinion
