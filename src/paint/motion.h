// The short movement after a press: a stance button fills, a new bar grows from its middle. Nothing
// else moves, and nothing by itself.
//
//     motion.ids = moving_ids(page_before.root, page_after.root);
//     motion.progress = progress_after(now_ms - pressed_ms);   // draw again while it is below 1
#pragma once

#include <string>
#include <vector>

#include "page/node.h"

namespace enig::paint {

inline constexpr float motion_ms = 150;

struct Motion {
  std::vector<std::string> ids;
  float progress = 1;  // 0 is how it was, 1 how it is
};

// Buttons that have been pressed or released, and bars that were not there.
[[nodiscard]] std::vector<std::string> moving_ids(const page::Node& before,
                                                  const page::Node& after);

// Fast at first and slow at last; 1 from motion_ms on.
[[nodiscard]] float progress_after(float elapsed_ms);

}  // namespace enig::paint
