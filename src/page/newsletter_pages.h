// The newsletter's own pages: what a sign-up without script gets for a reply, and where the links
// of the letters lead.
//
//     Page page = newsletter(publication, {.what = NewsletterPage::confirm, .language = "nb", …});
//
// They are plain HTML: one question, one button, no app.
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "page/node.h"
#include "policy/publication.h"

namespace enig::page {

enum class NewsletterPage {
  sign_up,
  address_wrong,  // the form again, with what was typed
  too_many,       // the same, for later
  failed,         // the same, after a failure of ours
  sent,
  confirm,  // asks for the press that puts somebody on the list
  confirmed,
  already,
  leave,  // asks for the press that removes them
  left,
  gone,
};

struct NewsletterVisit {
  NewsletterPage what = NewsletterPage::sign_up;
  std::string language;
  std::string path;                   // the page's own, from the site's root: "newsletter/"
  std::string address = {};           // what was typed
  std::optional<PolicyId> from = {};  // the topic's page to go back to
};

[[nodiscard]] Page newsletter(const policy::Publication& publication, const NewsletterVisit& visit);

}  // namespace enig::page
