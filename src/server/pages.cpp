#include "server/pages.h"

#include <iterator>
#include <optional>

#include "base/check.h"
#include "html/document.h"
#include "page/resident.h"
#include "page/urls.h"
#include "server/page_template.h"
#include "wire/publication.h"

namespace enig::server {
namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

}  // namespace

std::string Pages::print(const PageAt& at, const app::State& state,
                         std::vector<page::HiddenField> more_fields) const {
  ENIG_CHECK(at.topic.has_value());
  const policy::Publication& publication = published_.publications()[*at.topic];
  page::Page page = page::resident(publication, state);
  std::ranges::move(more_fields, std::back_inserter(page.hidden_fields));
  return html::document(
      page_template(), page,
      {.root = page::root_from(at.path),
       .publication_json = wire::to_json(publication, state.language, state.release)});
}

std::string Pages::print_first(const PageAt& at,
                               const std::optional<opinion::Release>& release) const {
  if (at.topic) {
    app::State state;
    state.language = at.language;
    state.release = release;
    return print(at, state, {});
  }
  const policy::Publication& publication = published_.publications().front();
  return html::document(page_template(), page::overview(publication, at.language),
                        {.root = page::root_from(at.path), .publication_json = ""});
}

Response Pages::show(const PageAt& page, const std::shared_ptr<const Shown>& shown,
                     const Request& request) {
  const std::lock_guard lock(mutex_);
  Made& made = made_[page.path];
  if (!made.page.plain.body || made.from != shown) {
    const bool is_closed = published_.site().show == policy::Show::closed;
    const auto release = shown && !is_closed ? std::optional(shown->release) : std::nullopt;
    made = {shown, compressed(html_type, print_first(page, release))};
  }
  return reply_with(made.page, request);
}

}  // namespace enig::server
