// The person's own answers: how they stand to the majority, the memory, the deletion, the picture.
// Internal to the room.
//
//     Node section = mine(setting, scene, list);
#pragma once

#include <optional>
#include <span>

#include "page/build.h"
#include "page/setting.h"
#include "page/sums.h"

namespace enig::page {

enum class Side { unknown, same, other };  // seen from the majority

// One answer in the list.
struct MineItem {
  opinion::Stance stance = opinion::Stance::unsure;
  Side side = Side::unknown;
  bool is_important = false;

  friend bool operator==(const MineItem&, const MineItem&) = default;
};

struct MineScene {
  bool can_delete = false;
  std::optional<Sum> all;  // where the summary is open
  app::Sharing sharing = app::Sharing::unasked;
  app::Deletion deletion = app::Deletion::unasked;
  app::Abilities abilities;
  app::Memory memory = app::Memory::unavailable;
  bool has_consent = false;
  std::optional<Word> deleted;  // that the answers have just been deleted

  friend bool operator==(const MineScene&, const MineScene&) = default;
};

[[nodiscard]] MineScene mine_scene(const Setting& setting, const Sum& all);

[[nodiscard]] Side side_of(const Facts& facts);

[[nodiscard]] Node mine_item(const Setting& setting, const policy::Point& point,
                             const MineItem& item);
[[nodiscard]] Node mine_section(const Setting& setting, const policy::Section& section,
                                const Sum& sum, std::span<const Child> items);
[[nodiscard]] Node mine(const Setting& setting, const MineScene& scene,
                        std::span<const Child> sections);

// "Du er enig i 3 av 4 punkter du har svart på.", and how that is to the majority.
[[nodiscard]] std::string sum_words(const Words& words, const Sum& sum);

}  // namespace enig::page
