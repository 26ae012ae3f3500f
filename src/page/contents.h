// The table of contents, with how far one has come. Internal to the room.
//
//     Node details = contents(setting, scene, items);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "page/build.h"
#include "page/setting.h"

namespace enig::page {

struct Progress {
  std::int32_t answered = 0;
  std::int32_t points = 0;
  friend bool operator==(const Progress&, const Progress&) = default;
};

struct ContentsScene {
  Progress all;
  app::Contents contents = app::Contents::folded;
  friend bool operator==(const ContentsScene&, const ContentsScene&) = default;
};

// A line of the contents: a section that is in no other, and its progress.
[[nodiscard]] Node contents_item(const Setting& setting, const policy::Section& section,
                                 const Progress& progress);

[[nodiscard]] Node contents(const Setting& setting, const ContentsScene& scene,
                            std::span<const Child> items);

// "Neste ubesvarte": after `after`, or from the top.
[[nodiscard]] Node next_button(const Setting& setting, std::string id,
                               std::optional<PointId> after);

}  // namespace enig::page
