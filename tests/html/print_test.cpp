#include "html/print.h"

#include <catch2/catch_test_macros.hpp>

#include "app/update.h"
#include "page/resident.h"
#include "tests/support/golden.h"
#include "tests/support/publications.h"

using namespace enig;

namespace {

app::State answered(const policy::Publication& publication) {
  app::State state;
  state.language = "nb";
  const app::Target sone{PointId("sone-1")};
  opinion::Release release{.policy = publication.policy.id,
                           .revision = publication.policy.revision,
                           .number = 1,
                           .released_at = {},
                           .points = policy::point_ids(publication.policy),
                           .sums = {}};
  release.sums.points.resize(release.points.size());
  release.sums.points[0].stances = {154, 39, 21};
  const std::vector<app::Action> actions{app::Answer{sone, opinion::Stance::agree},
                                         app::GiveConsent{}, app::TotalsArrived{release}};
  for (const app::Action& action : actions) state = app::update(publication, state, action).state;
  return state;
}

}  // namespace

TEST_CASE("a fresh page is complete HTML") {
  app::State state;
  state.language = "nb";
  const policy::Publication publication = support::small_publication();
  CHECK_THAT(html::print(page::resident(publication, state)),
             support::equals_golden("tests/html/topic_fresh.html"));
}

TEST_CASE("an answered page carries its bar and its hidden fields") {
  const policy::Publication publication = support::small_publication();
  CHECK_THAT(html::print(page::resident(publication, answered(publication))),
             support::equals_golden("tests/html/topic_answered.html"));
}

TEST_CASE("words can break out of neither text nor attribute") {
  CHECK(html::escape("<script>\"&'") == "&lt;script&gt;&quot;&amp;'");
  page::Node link;
  link.id = "x";
  link.kind = page::Kind::link;
  link.text = "</a><img src=x onerror=alert(1)>";
  link.href = "\"><script>";
  CHECK(html::print(link) ==
        "<a id=\"x\" href=\"&quot;&gt;&lt;script&gt;\">&lt;/a&gt;&lt;img src=x "
        "onerror=alert(1)&gt;</a>\n");
}

TEST_CASE("no inline style or script is printed") {
  const policy::Publication publication = support::small_publication();
  const std::string text = html::print(page::resident(publication, answered(publication)));
  CHECK(text.find("style=") == std::string::npos);
  CHECK(text.find("<script") == std::string::npos);
  CHECK(text.find(" on") == text.find(" onerror"));
}

TEST_CASE("a button of another form posts where that form says") {
  page::Node own;
  own.id = "own";
  own.kind = page::Kind::button;
  own.form_value = "agree:";
  page::Node other = own;
  other.id = "other";
  other.form_id = "enig.newsletter.form";
  page::Node section;
  section.id = "s";
  section.kind = page::Kind::section;
  section.children = {own, other};
  const std::string text = html::print(section);
  CHECK(text.find("id=\"own\" type=\"submit\" name=\"press\" value=\"agree:\" formaction=\"#s\"") !=
        std::string::npos);
  CHECK(text.find("id=\"other\" type=\"submit\" name=\"press\" value=\"agree:\""
                  " form=\"enig.newsletter.form\"") != std::string::npos);
}

TEST_CASE("a part for the running program posts nothing by itself, and tells what it would post") {
  page::Node button;
  button.id = "b";
  button.kind = page::Kind::button;
  button.text = "Enig";
  button.form_value = "agree:sone-1";
  CHECK(html::print_running(button, "sone-1", nullptr) ==
        "<button id=\"b\" type=\"button\" name=\"press\" value=\"agree:sone-1\" "
        "formaction=\"#sone-1\">Enig</button>\n");
}

TEST_CASE("between the lines of a broken word is a soft hyphen, whether the text has one or not") {
  const auto printed = [](const char* text, std::size_t end) {
    page::Node leaf;
    leaf.text = text;
    const std::vector<html::LineOfWords> lines{{0, end, true}, {end, leaf.text.size(), false}};
    return html::print_words(leaf, lines);
  };
  CHECK(printed("Dis\u00ADagree", 5) ==
        "<span class=\"line\">Dis</span>\u00AD<span class=\"line\">agree</span>");
  CHECK(printed("Næringsvennlig", 8) ==
        "<span class=\"line\">Nærings</span>\u00AD<span class=\"line\">vennlig</span>");
}
