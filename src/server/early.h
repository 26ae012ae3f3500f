// How a card unfolds when it is answered, as HTML templates: the loader (web/loader.js) shows it
// while the program is on its way, so that nothing moves when the program comes.
//
//     std::string html = early_unfolding(publication, state);
//     // <template id="enig.early.first" data-card="sone-1" data-after=".choice">…</template>
//     // <template id="enig.early.next" …>…</template>
//
// The first answer asks for consent, every other does not.
#pragma once

#include <string>

#include "app/state.h"
#include "policy/publication.h"

namespace enig::server {

// `state` is that of the page: nobody has answered.
[[nodiscard]] std::string early_unfolding(const policy::Publication& publication,
                                          const app::State& state);

}  // namespace enig::server
