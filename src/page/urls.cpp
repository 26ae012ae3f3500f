#include "page/urls.h"

#include <algorithm>

#include "page/words.h"

namespace enig::page {

std::string_view own_language(const policy::Site& site, const policy::Topic& topic) {
  const std::string& own = topic.languages.front();
  const bool offered = std::ranges::find(site.languages, own) != site.languages.end();
  return offered && speaks(own) ? std::string_view(own) : std::string_view(site.languages.front());
}

std::string page_path(const policy::Site& site, const policy::Topic& topic,
                      std::string_view language) {
  const std::string folder = topic.path + "/";
  return language == own_language(site, topic) ? folder : std::string(language) + "/" + folder;
}

std::string overview_path(const policy::Site& site, std::string_view language) {
  return language == site.languages.front() ? "" : std::string(language) + "/";
}

std::string statement_path(const policy::Site& site, std::string_view language) {
  return overview_path(site, language) + "accessibility/";
}

std::string newsletter_path(const policy::Site& site, std::string_view language) {
  return overview_path(site, language) + "newsletter/";
}

std::string root_from(std::string_view page_path) {
  std::string root;
  for (const char c : page_path) {
    if (c == '/') root += "../";
  }
  return root.empty() ? "./" : root;
}

}  // namespace enig::page
