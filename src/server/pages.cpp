#include "server/pages.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/check.h"
#include "html/document.h"
#include "html/print.h"
#include "html/stylesheet.h"
#include "page/resident.h"
#include "page/statement.h"
#include "page/urls.h"
#include "server/early.h"
#include "server/page_template.h"
#include "server/site_files.h"
#include "wire/publication.h"

namespace enig::server {
namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

std::string carried(const policy::Publication& publication, const app::State& state) {
  return wire::to_json(publication, state.language, state.release, state.topic_sums);
}

}  // namespace

Pages::Pages(const Published& published, std::string program)
    : published_(published),
      program_(std::move(program)),
      theme_css_(html::stylesheet(published.site().theme)),
      theme_name_(server::theme_name(theme_css_)) {}

std::string Pages::document(std::string_view path, const page::Page& page,
                            std::string publication_json, std::string early) const {
  const std::string root = page::root_from(path);
  return html::document(page_template(), page,
                        {.program = program_.empty() ? "" : root + program_,
                         .theme = root + theme_name_,
                         .early = std::move(early),
                         .publication_json = std::move(publication_json)});
}

std::string Pages::plain_document(std::string_view path, const page::Page& page,
                                  std::string_view style) const {
  const std::string root = page::root_from(path);
  std::string without_loader;
  for (std::string_view rest = page_template(); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end + 1);
    if (line.starts_with("</head>")) {
      without_loader += "<link rel=\"stylesheet\" href=\"" + html::escape(root);
      without_loader += html::escape(style) + "\">\n";
    }
    if (!line.contains("<script")) without_loader += line;
    if (line.contains("{{page}}")) without_loader += "{{page}}\n";
    rest.remove_prefix(line.size());
  }
  return html::document(
      without_loader, page,
      {.program = program_.empty() ? "" : root + program_, .theme = root + theme_name_});
}

std::string Pages::print(const PageAt& at, const app::State& state,
                         std::vector<page::HiddenField> more_fields) const {
  ENIG_CHECK(at.topic.has_value());
  const policy::Publication& publication = published_.publications()[*at.topic];
  page::Page page = page::resident(publication, state);
  std::ranges::move(more_fields, std::back_inserter(page.hidden_fields));
  return document(at.path, page, carried(publication, state));
}

void Pages::add_numbers(const PageAt& at, const AllShown& shown, app::State& state) const {
  if (published_.site().show == policy::Show::closed || !at.topic) return;
  const PolicyId& own = published_.publications()[*at.topic].policy.id;
  for (const auto& [id, one] : shown) {
    if (id == own) {
      state.release = one->release;
    } else if (one->release.number > 0) {
      state.topic_sums.insert_or_assign(id, one->release.sums.topic);
    }
  }
}

std::string Pages::print_first(const PageAt& at, const AllShown* shown) const {
  if (at.topic) {
    app::State state;
    state.language = at.language;
    if (shown != nullptr) add_numbers(at, *shown, state);
    const policy::Publication& topic = published_.publications()[*at.topic];
    return document(at.path, page::resident(topic, state), carried(topic, state),
                    early_unfolding(topic, state));
  }
  const policy::Publication& publication = published_.publications().front();
  return document(at.path, at.other == PageAt::Other::statement
                               ? page::statement(publication, at.language)
                               : page::overview(publication, at.language));
}

Response Pages::show(const PageAt& page, const std::shared_ptr<const AllShown>& shown,
                     const Request& request) const {
  const std::lock_guard lock(mutex_);
  Made& made = made_[page.path];
  // Other pages hold no numbers.
  const bool is_current = made.from == shown || !page.topic;
  if (!made.page.plain.body || !is_current) {
    made = {shown, compressed(html_type, print_first(page, shown.get()))};
  }
  return reply_with(made.page, request);
}

}  // namespace enig::server
