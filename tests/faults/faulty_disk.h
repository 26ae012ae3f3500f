// A disk under SQLite that fails when told to, and that forgets what was not made durable when the
// power goes.
//
//     FaultyDisk disk;
//     disk.fail_at(17, FaultyDisk::Fault::error);
//     SqliteStore::create(folder, {.vfs = FaultyDisk::name});
//     disk.cut_power(Unsynced::lost);      // writes the files as such a disk would have them
#pragma once

#include <cstdint>

namespace enig::support {

// What becomes of writes that no fsync has followed: none of them has reached the disk, or some
// have, drawn by lot, in any order.
enum class Unsynced { lost, drawn_by_lot };

// One at a time.
class FaultyDisk {
 public:
  static constexpr const char* name = "enig-faulty-disk";

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // error: the call fails once, as a bad disk's would. full: from this call on there is no room for
  // a write, until make_room().
  enum class Fault { error, full };
  // Opening, writing, cutting and fsync are counted together, from 1.
  void fail_at(int call, Fault fault);
  void make_room();

  [[nodiscard]] int calls() const;
  // Calls of fsync that came after a write, a cut or an fsync had failed.
  [[nodiscard]] int syncs_after_failure() const;

  // All connections must be closed.
  void cut_power(Unsynced unsynced, std::uint32_t seed = 0) const;
};

}  // namespace enig::support
