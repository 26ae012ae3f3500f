// Where pages lie, relative to each other, so that the site works in any folder of any web server.
//
//     page_path(site, topic, "nb")   // "baerum/naering/"; "en/baerum/naering/" for English words
//     root_from("baerum/naering/")   // "../../"
#pragma once

#include <string>
#include <string_view>

#include "policy/publication.h"

namespace enig::page {

// The topic's page in the words of `language`; ends with "/", has none at its start.
[[nodiscard]] std::string page_path(const policy::Site& site, const policy::Topic& topic,
                                    std::string_view language);

// The list of topics: "" in the site's first language, "en/" in another.
[[nodiscard]] std::string overview_path(const policy::Site& site, std::string_view language);

// The accessibility statement: "accessibility/", "en/accessibility/".
[[nodiscard]] std::string statement_path(const policy::Site& site, std::string_view language);

// Where one signs up for the newsletter: "newsletter/", "en/newsletter/".
[[nodiscard]] std::string newsletter_path(const policy::Site& site, std::string_view language);

// From a page's folder back to the site's: one "../" for each folder; "./" for the site's own.
[[nodiscard]] std::string root_from(std::string_view page_path);

// The language of a topic's page without a language in its address: the policy's own first language
// where Enig's words can be had in it, else the site's first.
[[nodiscard]] std::string_view own_language(const policy::Site& site, const policy::Topic& topic);

}  // namespace enig::page
