// Keeps the answers for a page that is loaded again, and reads what other tabs tell.
//
//     Keeper keeper(publication);
//     const bool has_device = keeper.open();
//     keeper.write({.kept = kept, .memory = app::Memory::on});   // false: the device refuses
//     for (const app::Found& found : keeper.found()) …           // on the next page
//
// What is kept lies under "enig", the path of the site, and "{policy}.{revision}"; a ballot that
// was deleted and may still lie on the server, under "{policy}.deleted.{ballot id}".
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/visit.h"
#include "policy/publication.h"

namespace enig::browser {

class Keeper : public app::Shelf {
 public:
  explicit Keeper(const policy::Publication& publication);

  // Listens to the other tabs from now on. True where the device can keep something.
  [[nodiscard]] bool open();

  [[nodiscard]] std::vector<app::Found> found() const override;
  [[nodiscard]] std::vector<opinion::BallotId> deleted() const override;
  [[nodiscard]] std::set<PolicyId> other_topics() const override;

  // Text that another tab has kept, or nothing where it is none of ours.
  [[nodiscard]] std::optional<opinion::KeptBallot> read(std::string_view json) const;

  // False where the device refuses.
  [[nodiscard]] bool write(const app::Write& write);
  void drop(const app::Drop& drop);
  void forget(const app::Forget& forget);
  // To be called before the answers are forgotten, for a mark lies where they do.
  void mark(const app::Mark& mark);

 private:
  const policy::Publication& publication_;
};

}  // namespace enig::browser
