// The party's own text, letter for letter. The golden list was made from the party's text, not from
// the policy file, and is never written by a test.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "policy/parse.h"
#include "tests/support/golden.h"

using namespace enig;
using policy::LocalText;
using Lines = std::vector<std::string>;

namespace {

void add(Lines& lines, const LocalText& text) { lines.emplace_back(text.in("nb").text); }

void add(Lines& lines, const std::optional<LocalText>& text) {
  if (text) add(lines, *text);
}

void add(Lines& lines, const std::vector<policy::Point>& points) {
  for (const policy::Point& point : points) {
    add(lines, point.text);
    add(lines, point.points);
  }
}

void add(Lines& lines, const std::vector<policy::Section>& sections) {
  for (const policy::Section& section : sections) {
    add(lines, section.title);
    add(lines, section.intro);
    add(lines, section.lead);
    add(lines, section.points);
    add(lines, section.sections);
  }
}

void add(Lines& lines, const policy::FollowUp& follow_up) {
  add(lines, follow_up.thanks);
  add(lines, follow_up.lead);
  for (const policy::Link& link : follow_up.links) add(lines, link.text);
}

// In the order of the party's text: the newsletter stands between the two follow-ups.
Lines texts_of(const policy::Policy& policy) {
  Lines lines;
  add(lines, policy.title);
  add(lines, policy.intro);
  add(lines, policy.sections);
  add(lines, policy.question);
  add(lines, policy.agree);
  if (policy.newsletter) {
    add(lines, policy.newsletter->thanks);
    add(lines, policy.newsletter->text);
  }
  add(lines, policy.disagree);
  return lines;
}

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

policy::Policy baerum() {
  const std::string json = support::read_file("policies/baerum/naering.json");
  policy::Parsed<policy::Policy> parsed = policy::parse("naering.json", json, policy::Origin::file);
  if (!parsed) FAIL(policy::to_text(parsed.error()));
  return *parsed;
}

}  // namespace

TEST_CASE("the business policy says exactly what the party's text says") {
  const Lines wanted = lines_of(support::read_file("tests/policy/baerum_texts.golden.txt"));
  const Lines got = texts_of(baerum());
  REQUIRE(wanted.size() == 106);
  for (std::size_t i = 0; i < std::min(wanted.size(), got.size()); ++i) {
    INFO("text " << i + 1 << "\n  party:  " << wanted[i] << "\n  policy: " << got[i]);
    REQUIRE(wanted[i] == got[i]);
  }
  CHECK(got.size() == wanted.size());
}

TEST_CASE("the business policy has the sections and points of the party's text") {
  const policy::Policy policy = baerum();
  CHECK(policy.id == PolicyId("baerum-naering"));
  CHECK(policy.party.in("nb").text == "Bærum Arbeiderparti");
  REQUIRE(policy.sections.size() == 8);
  Lines counts;
  for (const policy::Section& section : policy.sections) {
    counts.push_back(section.id.str() + " " + std::to_string(section.points.size()) + "+" +
                     std::to_string(section.sections.size()));
  }
  CHECK(counts == Lines{"naeringsvennlig 10+0", "arbeidsmarked 6+0", "jobbreiser 6+0",
                        "naeringsparker 4+0", "sentrumsomrader 7+0", "innovasjon 0+2",
                        "samfunnsansvar 7+0", "anskaffelser 14+0"});
  const policy::Section& innovation = policy.sections[5];
  CHECK(innovation.sections[0].points.size() == 7);
  CHECK(innovation.sections[1].points.size() == 4);
  const policy::Point& tenders = policy.sections[7].points[4];
  CHECK(tenders.id == PointId("anbudsprosesser"));
  CHECK(tenders.points.size() == 4);
  CHECK(policy::point_ids(policy).size() == 69);
}

// An id that is lost or reused would count old answers for new words, or not at all. New points add
// lines to this list; a line is never changed.
TEST_CASE("the ids of the business policy stay") {
  std::string ids;
  for (const PointId& id : policy::point_ids(baerum())) ids += id.str() + "\n";
  CHECK(lines_of(ids) == lines_of(support::read_file("tests/policy/baerum_ids.golden.txt")));
}
