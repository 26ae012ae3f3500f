#include "server/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "page/urls.h"
#include "page/words.h"
#include "server/negotiate.h"

namespace enig::server {
namespace {

using policy::Publication;
using policy::Topic;

std::vector<Topic> topics_of(const files::Catalogue& catalogue) {
  constexpr std::string_view ending = ".json";
  std::vector<Topic> topics;
  for (const files::LoadedPolicy& loaded : catalogue.policies) {
    const policy::Policy& policy = loaded.policy;
    topics.push_back({policy.id, policy.title, policy.languages,
                      loaded.path.substr(0, loaded.path.size() - ending.size())});
  }
  return topics;
}

// "/newsletter/" and "/en/newsletter/", whether or not this server offers one: a topic's address
// does not depend on that.
bool is_newsletter(const policy::Site& site, std::string_view address) {
  return std::ranges::any_of(site.languages, [&](const std::string& language) {
    return address.starts_with("/" + page::newsletter_path(site, language));
  });
}

bool is_reserved(const policy::Site& site, std::string_view address) {
  return address == "/healthz/" || address == "/api/" || address.starts_with("/api/") ||
         address.starts_with("/staff/") || is_newsletter(site, address);
}

}  // namespace

std::expected<Published, Error> Published::create(files::Catalogue catalogue, policy::Mode mode,
                                                  policy::NewsletterOffer newsletter) {
  Published published;
  const std::vector<Topic> topics = topics_of(catalogue);
  for (files::LoadedPolicy& loaded : catalogue.policies) {
    const std::size_t points = policy::point_ids(loaded.policy).size();
    published.body_bytes_max_ = std::max(
        published.body_bytes_max_, limits::request_base_bytes + points * limits::point_bytes_max);
    published.publications_.push_back(
        Publication{catalogue.site, topics, std::move(loaded.policy), mode, newsletter});
  }
  const policy::Site& site = published.site();
  for (const std::string& language : published.languages()) {
    const std::string path = page::overview_path(site, language);
    if (auto added = published.add_page({std::nullopt, language, path}); !added) {
      return std::unexpected(added.error());
    }
    if (path.empty()) published.moved_.emplace("/" + language + "/", path);
    const std::string statement = page::statement_path(site, language);
    if (auto added =
            published.add_page({std::nullopt, language, statement, PageAt::Other::statement});
        !added) {
      return std::unexpected(added.error());
    }
  }
  for (std::size_t i = 0; i < topics.size(); ++i) {
    if (auto added = published.add_topic(i); !added) return std::unexpected(added.error());
  }
  return published;
}

std::expected<void, Error> Published::add_topic(std::size_t topic) {
  const Topic& about = publications_[topic].topics[topic];
  for (const std::string& language : languages()) {
    const std::string path = page::page_path(site(), about, language);
    if (auto added = add_page({topic, language, path}); !added) return added;
    moved_.emplace(fmt::format("/{}/{}/", language, about.path), path);
  }
  // The topic's own address, where its own language is not one that Enig speaks.
  const std::string own(page::own_language(site(), about));
  if (!page_at("/" + about.path + "/")) return add_page({topic, own, about.path + "/"});
  return {};
}

std::expected<void, Error> Published::add_page(PageAt page) {
  const std::string address = "/" + page.path;
  const bool is_new = pages_.try_emplace(address, page).second;
  if (is_new && !is_reserved(site(), address)) return {};
  return std::unexpected(Error{
      Fault::refused, fmt::format("The address {} is that of something else already.", address),
      "Give the topic's file or folder another name."});
}

std::vector<std::string> Published::languages() const {
  std::vector<std::string> spoken;
  for (const std::string& language : site().languages) {
    if (page::speaks(language)) spoken.push_back(language);
  }
  if (spoken.empty()) spoken.push_back(site().languages.front());
  return spoken;
}

std::vector<policy::Policy> Published::policies() const {
  std::vector<policy::Policy> all;
  for (const Publication& publication : publications_) all.push_back(publication.policy);
  return all;
}

const policy::Policy* Published::find(const PolicyId& id) const {
  const auto found = std::ranges::find_if(
      publications_, [&id](const Publication& shown) { return shown.policy.id == id; });
  return found == publications_.end() ? nullptr : &found->policy;
}

const PageAt* Published::page_at(std::string_view address) const {
  const auto found = pages_.find(address);
  return found == pages_.end() ? nullptr : &found->second;
}

std::string Published::language_at(std::string_view address,
                                   std::string_view accept_language) const {
  if (const PageAt* const page = page_at(address)) return page->language;
  const std::vector<std::string> spoken = languages();
  for (const std::string& language : spoken) {
    const bool is_newsletter = address.starts_with("/" + page::newsletter_path(site(), language));
    if (is_newsletter || address.starts_with("/" + language + "/")) return language;
  }
  return best_language(accept_language, spoken);
}

std::optional<std::string> Published::moved(std::string_view address) const {
  if (address.empty() || address.front() != '/' || page_at(address)) return std::nullopt;
  if (!address.ends_with('/')) {
    const std::string with_slash = std::string(address) + "/";
    if (!page_at(with_slash) && !moved_.contains(with_slash)) return std::nullopt;
    return "./" + with_slash.substr(with_slash.rfind('/', with_slash.size() - 2) + 1);
  }
  const auto found = moved_.find(address);
  if (found == moved_.end()) return std::nullopt;
  return page::root_from(address.substr(1)) + found->second;
}

std::string Published::url_of(std::size_t topic) const {
  return "/" + publications_[topic].topics[topic].path + "/";
}

}  // namespace enig::server
