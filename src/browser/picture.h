// The person's own summary as a picture, 1080 by 1350 pixels: drawn when it is asked for, never
// before, and handed to the disk or to another program of the device.
//
//     if (!draw_picture(publication, words, state, app::Picture::save)) …   // it cannot be drawn
#pragma once

#include "app/action.h"
#include "page/words.h"
#include "policy/publication.h"

namespace enig::browser {

// False where nothing can be drawn; else the browser tells later how it went.
[[nodiscard]] bool draw_picture(const policy::Publication& publication, const page::Words& words,
                                const app::State& state, app::Picture picture);

}  // namespace enig::browser
