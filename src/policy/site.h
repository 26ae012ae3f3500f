// What the publisher says about the whole site: site.json, already checked.
//
//     const auto site = policy::parse_site("site.json", json);
//     for (const policy::TopicPath& topic : site->topics) load(folder / topic.path);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/local_text.h"

namespace enig::policy {

// A policy file, as site.json names it: relative, with '/', never outside the site's folder.
struct TopicPath {
  std::string path;
  // Where site.json names it (1-based; column in code points), for problems that only show later.
  std::size_t line = 1;
  std::size_t column = 1;

  // Where it is named is no part of what it is.
  friend bool operator==(const TopicPath& a, const TopicPath& b) { return a.path == b.path; }
};

// Colours as "#rrggbb". Words in each can be read on both grounds of its scheme, with a contrast of
// at least 4.5 to 1.
struct Theme {
  std::string accent = "#c8102e";       // on light_grounds
  std::string accent_dark = "#ff7a85";  // on dark_grounds

  friend bool operator==(const Theme&, const Theme&) = default;
};

// When totals are released (opinion's release rule is made from these).
struct ReleaseNumbers {
  std::uint32_t first_ballots = 20;  // at least 1
  std::uint32_t next_ballots = 20;   // at least 1
  std::uint32_t minutes = 60;        // 0 is no waiting

  friend bool operator==(const ReleaseNumbers&, const ReleaseNumbers&) = default;
};

// When a resident sees released totals.
enum class Show {
  after_answer,  // of a point when it has been answered
  always,
  closed,  // never on the residents' page
};

struct Contact {
  LocalText name;
  std::string href;  // http(s), mailto or relative

  friend bool operator==(const Contact&, const Contact&) = default;
};

struct Site {
  LocalText title;
  std::vector<std::string> languages;  // BCP 47 tags, at least one; the first is the default
  std::vector<TopicPath> topics;       // at least one
  Theme theme;
  ReleaseNumbers release;
  Show show = Show::after_answer;
  std::vector<std::string> embed_origins;  // e.g. "https://www.example.org": may frame the pages
  std::optional<Contact> contact;

  friend bool operator==(const Site&, const Site&) = default;
};

}  // namespace enig::policy
