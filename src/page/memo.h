// The parts of the last page, for making the next one: a part that would be the same is taken over,
// and what compares the pages passes over it by its address.
//
//     Memo memo;                                                 // one for each publication
//     Page first = resident(publication, state, words, memo);
//     Page second = resident(publication, changed_state, words, memo);  // shares what is the same
#pragma once

#include <memory>

namespace enig::page {

class Memo {
 public:
  Memo();
  ~Memo();
  Memo(Memo&&) noexcept;
  Memo& operator=(Memo&&) noexcept;

  struct Parts;  // internal to the room
  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace enig::page
