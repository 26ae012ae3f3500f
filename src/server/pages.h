// The residents' pages as HTML.
//
//     Pages pages(published);
//     Response reply = pages.show(page_at, shown_numbers, request);        // GET
//     std::string text = pages.print(page_at, state, hidden_fields);       // after a form
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
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
  // Keeps a reference to `published`.
  explicit Pages(const Published& published) : published_(published) {}

  // The page as everybody first sees it. `shown` are its topic's numbers, or null for the list of
  // topics. Made once for each release.
  [[nodiscard]] Response show(const PageAt& page, const std::shared_ptr<const Shown>& shown,
                              const Request& request);

  // The page before anybody has answered, whole; `release` is its topic's, if there is one.
  [[nodiscard]] std::string print_first(const PageAt& page,
                                        const std::optional<opinion::Release>& release) const;

  // A topic's page as it is for one person.
  [[nodiscard]] std::string print(const PageAt& page, const app::State& state,
                                  std::vector<page::HiddenField> more_fields) const;

 private:
  struct Made {
    std::shared_ptr<const Shown> from;
    Resource page;
  };

  const Published& published_;
  std::mutex mutex_;
  std::map<std::string, Made> made_;  // by path
};

}  // namespace enig::server
