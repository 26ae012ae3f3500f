// Keeps the answers for a page that is loaded again, and hears what other tabs have kept.
//
//     keeper.make_due();                             // after an update
//     keeper.write(kept, app::Memory::on, Telling::yes);   // when nobody waits; false: refused
//     std::optional<Found> found = keeper.recall();        // on the next page
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "policy/publication.h"
#include "wire/kept.h"

namespace enig::browser {

// What was kept, and where it lay: on the device (Memory::on) or in the tab alone (Memory::off).
struct Found {
  wire::Kept kept;
  app::Memory memory = app::Memory::off;
};

// Whether the other tabs are to hear of it. What has come from one of them is not told again, or
// tabs would go on telling each other.
enum class Telling { no, yes };

class Keeper {
 public:
  explicit Keeper(const policy::Publication& publication);

  // Listens to the other tabs from now on. True where the device can keep something.
  [[nodiscard]] bool open();

  // The device's, else the tab's own. What cannot be read is as if it were not there.
  [[nodiscard]] std::optional<Found> recall() const;
  // Other topics of the site that answers are kept to.
  [[nodiscard]] std::set<PolicyId> other_topics() const;
  // Text that another tab has kept, or nothing where it is none of ours.
  [[nodiscard]] std::optional<wire::Kept> read(std::string_view json) const;

  // There is something new to keep.
  void make_due() { is_due_ = true; }
  [[nodiscard]] bool is_due() const { return is_due_; }

  // Keeps it in the tab and, with Memory::on, on the device. False where the device refuses.
  [[nodiscard]] bool write(const wire::Kept& kept, app::Memory memory, Telling telling);
  void forget(const app::Forget& effect);

  // Ballots that were deleted on an earlier page, and may still lie on the server.
  [[nodiscard]] const std::vector<opinion::BallotId>& recall_deleted();
  // Has the next page know these, and no others: an id each, without any answer. To be called
  // before the answers are forgotten, for they lie where the answers do.
  void mark_deleted(std::vector<opinion::BallotId> ids);

 private:
  const policy::Publication& publication_;
  bool is_due_ = false;
  std::vector<opinion::BallotId> marked_;  // deleted, and said so for the next page
};

}  // namespace enig::browser
