// What the status line says aloud. Internal to the room.
//
//     leaf("enig.status", Kind::status, Look::hidden, status_words(setting, finder_scene));
#pragma once

#include <string>

#include "page/finder.h"
#include "page/setting.h"

namespace enig::page {

[[nodiscard]] std::string status_words(const Setting& setting, const FinderScene& found);

}  // namespace enig::page
