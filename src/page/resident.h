// The residents' pages, from what is published and what one resident has done so far.
//
//     Page topic = resident(publication, state);   // one policy, with its points and question
//     Page next = resident(publication, changed, words, memo);  // shares parts with the last
//     Page home = overview(publication, "nb");     // the list of topics
#pragma once

#include <string_view>
#include <vector>

#include "app/state.h"
#include "page/memo.h"
#include "page/node.h"
#include "page/words.h"
#include "policy/publication.h"

namespace enig::page {

[[nodiscard]] Page resident(const policy::Publication& publication, const app::State& state);

// For a running program, which makes a page after every press: what has not changed since the last
// page of this memo is shared with it. What only a page without script needs is left out: there are
// no hidden fields, buttons do not say where they lead, and what they post is as on the memo's
// first page.
// A memo is for one publication. `words` are those of the state's language.
[[nodiscard]] Page resident(const policy::Publication& publication, const app::State& state,
                            const Words& words, Memo& memo);

// Gets ready for a filter or a search in the pages of this memo: where there is time, before the
// first press that needs it.
void look_ahead(const policy::Publication& publication, const Words& words, Memo& memo);

// What the form carries from press to press where there is no script, or to a page in another
// language; the ballot's id is the server's and the sender's to add.
[[nodiscard]] std::vector<HiddenField> hidden_fields(const policy::Publication& publication,
                                                     const app::State& state);

[[nodiscard]] Page overview(const policy::Publication& publication, std::string_view language);

}  // namespace enig::page
