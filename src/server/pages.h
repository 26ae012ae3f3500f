// The residents' pages as HTML.
//
//     Pages pages(published, site_files.program());
//     Response reply = pages.show(page_at, shown_numbers, request);        // GET
//     std::string text = pages.print(page_at, state, hidden_fields);       // after a form
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/state.h"
#include "page/node.h"
#include "server/counter.h"
#include "server/message.h"
#include "server/published.h"
#include "server/resource.h"

namespace enig::server {

class Pages {
 public:
  // Keeps a reference to `published`. `program` is the folder of the program that the pages start,
  // from the site's folder; empty: none.
  Pages(const Published& published, std::string program);

  // The theme's style sheet, and its name in the site's folder.
  [[nodiscard]] const std::string& theme_css() const { return theme_css_; }
  [[nodiscard]] const std::string& theme_name() const { return theme_name_; }

  // The page as everybody first sees it, with the numbers that are shown. Made once for each
  // release.
  [[nodiscard]] Response show(const PageAt& page, const std::shared_ptr<const AllShown>& shown,
                              const Request& request) const;

  // The page before anybody has answered, whole; `shown` may be null: there are no numbers.
  [[nodiscard]] std::string print_first(const PageAt& page, const AllShown* shown) const;

  // What a topic's page may say of others' answers; nothing where the site keeps them to itself.
  void add_numbers(const PageAt& page, const AllShown& shown, app::State& state) const;

  // A topic's page as it is for one person.
  [[nodiscard]] std::string print(const PageAt& page, const app::State& state,
                                  std::vector<page::HiddenField> more_fields) const;

  // The same without any program: of pages that are all there is to them. `style` is one more style
  // sheet, from the site's root.
  [[nodiscard]] std::string plain_document(std::string_view path, const page::Page& page,
                                           std::string_view style) const;

  // Any page of the site, whole: `path` is its place as page/urls.h gives it.
  [[nodiscard]] std::string document(std::string_view path, const page::Page& page,
                                     std::string publication_json = {},
                                     std::string early = {}) const;

 private:
  struct Made {
    std::shared_ptr<const AllShown> from;
    Resource page;
  };

  const Published& published_;
  std::string program_;
  std::string theme_css_;
  std::string theme_name_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Made> made_;  // by path
};

}  // namespace enig::server
