// What one page needs to know of all that is published: the site, its topics, the policy shown.
//
//     Publication publication{site, topics, policy, Mode::counted};
//     page::Page page = page::resident(publication, state);
//
// It is the same value on the server and in the browser, so both make the same page.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "policy/local_text.h"
#include "policy/policy.h"
#include "policy/site.h"

namespace enig::policy {

// How answers are treated.
enum class Mode {
  counted,    // by the release rule of site.json
  trial,      // every ballot is released at once; the page says so
  read_only,  // a copy on a plain web server: nothing is sent
};

// Whether the server that sent the page takes sign-ups for the publisher's newsletter.
enum class NewsletterOffer { none, open };

// A topic of the site, as other pages link to it.
struct Topic {
  PolicyId id;
  LocalText title;
  std::vector<std::string> languages;  // of its policy; the first is its own
  std::string path;                    // "baerum/naering": the file's place without ".json"

  friend bool operator==(const Topic&, const Topic&) = default;
};

struct Publication {
  Site site;
  std::vector<Topic> topics;  // in the order of site.json
  Policy policy;
  Mode mode = Mode::counted;
  NewsletterOffer newsletter = NewsletterOffer::none;

  friend bool operator==(const Publication&, const Publication&) = default;
};

}  // namespace enig::policy
