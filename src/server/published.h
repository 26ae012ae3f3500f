// All that a server publishes, and at which address each page lies.
//
//     auto published = Published::create(std::move(catalogue), policy::Mode::counted);
//     const PageAt* page = published->page_at("/en/baerum/naering/");   // or nullptr
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "files/catalogue.h"
#include "policy/publication.h"

namespace enig::server {

// One page: a topic, the list of topics, or the accessibility statement, with Enig's words in
// `language`.
struct PageAt {
  // Of pages that are no topic's.
  enum class Other { topics, statement };

  std::optional<std::size_t> topic;  // place in topics
  std::string language;
  std::string path;             // "en/baerum/naering/", as page/urls.h gives it
  Other other = Other::topics;  // where it is no topic's
};

class Published {
 public:
  // Error: refused (two pages would have one address, or a page one of the API's).
  [[nodiscard]] static std::expected<Published, Error> create(
      files::Catalogue catalogue, policy::Mode mode,
      policy::NewsletterOffer newsletter = policy::NewsletterOffer::none);

  [[nodiscard]] const policy::Site& site() const { return publications_.front().site; }
  [[nodiscard]] const std::vector<policy::Publication>& publications() const {
    return publications_;
  }
  [[nodiscard]] std::vector<policy::Policy> policies() const;
  [[nodiscard]] const policy::Policy* find(const PolicyId& id) const;

  // What the largest policy needs, fully answered, as a ballot or as a form.
  [[nodiscard]] std::size_t body_bytes_max() const { return body_bytes_max_; }

  // In which pages are made: those of the site that Enig speaks, the site's own first.
  [[nodiscard]] std::vector<std::string> languages() const;

  // Every page by its address: "/", "/en/", "/baerum/naering/", …
  [[nodiscard]] const std::map<std::string, PageAt, std::less<>>& pages() const { return pages_; }
  [[nodiscard]] const PageAt* page_at(std::string_view address) const;

  // For a page that is shown at an address of none: the language of the page that lies there, or
  // that the first folder names; else the best for who wants `accept_language` (a request's field);
  // else the site's own.
  [[nodiscard]] std::string language_at(std::string_view address,
                                        std::string_view accept_language) const;

  // Where to go instead, relative to `address`: the slash at its end is missing, or it names the
  // language that the page has without one.
  [[nodiscard]] std::optional<std::string> moved(std::string_view address) const;

  // "/baerum/naering/"
  [[nodiscard]] std::string url_of(std::size_t topic) const;

 private:
  Published() = default;
  std::expected<void, Error> add_page(PageAt page);
  std::expected<void, Error> add_topic(std::size_t topic);

  std::vector<policy::Publication> publications_;  // one a topic, at least one
  std::map<std::string, PageAt, std::less<>> pages_;
  std::map<std::string, std::string, std::less<>> moved_;  // address to the page's path
  std::size_t body_bytes_max_ = limits::small_body_bytes_max;
};

}  // namespace enig::server
