// What a person sees where the server has no page for them, or cannot do what was asked: what is
// wrong, in the site's language, and ways on.
//
//     Page page = wrong(publication, {.what = Wrong::not_found, .language = "nb", .path =
//     "no/such/"});
//
// Its words are left out of the browser's program, which never shows it (tools/cmake/EnigWords).
#pragma once

#include <string>
#include <string_view>

#include "page/node.h"
#include "policy/publication.h"

namespace enig::page {

enum class Wrong {
  not_found,
  busy,           // it may go well in a moment
  not_from_here,  // another site's page has asked for it
  too_large,
  not_understood,  // all else
};

struct WrongVisit {
  Wrong what = Wrong::not_understood;
  std::string language;
  std::string path;    // of the address that was asked for, up to its last '/'
  int status = 0;      // of the reply
  std::string detail;  // for who has to find out: a sentence in English, shown to its readers only
  enum class Place { nowhere, page } place = Place::nowhere;  // page: there is one at this address
};

[[nodiscard]] Page wrong(const policy::Publication& publication, const WrongVisit& visit);

}  // namespace enig::page
