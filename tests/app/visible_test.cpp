#include "app/visible.h"

#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

// What is shown, in document order: "reiser baat baat-el".
std::string shown(const Person& person) {
  const Visible visible = visible_in(person.publication().policy, person.state);
  std::string ids;
  for (const char* id : {"reiser", "sone-1", "baat", "baat-el", "bygg", "skoler", "skole"}) {
    const bool is_section = std::string_view(id) == "reiser" || std::string_view(id) == "bygg" ||
                            std::string_view(id) == "skoler";
    const bool shows = is_section ? visible.shows(SectionId(id)) : visible.shows(PointId(id));
    if (shows) ids += (ids.empty() ? "" : " ") + std::string(id);
  }
  return ids;
}

std::string searched(const char* query) {
  Person person;
  person.does(Search{query});
  return shown(person);
}

std::size_t hits(const char* query) {
  Person person;
  person.does(Search{query});
  return visible_in(person.publication().policy, person.state).points_found();
}

constexpr const char* everything = "reiser sone-1 baat baat-el bygg skoler skole";

}  // namespace

TEST_CASE("a single letter is not looked for yet; a figure is, and so is a letter among words") {
  const auto words = [](const char* query) {
    State state;
    state.query = query;
    return query_words(state);
  };
  CHECK(words("s").empty());
  CHECK(words(" Å ").empty());
  CHECK(words("sk") == std::vector<std::string>{"sk"});
  CHECK(words("3") == std::vector<std::string>{"3"});
  CHECK(words("i sone") == std::vector<std::string>{"i", "sone"});
  CHECK(words("学") == std::vector<std::string>{"学"});
}

TEST_CASE("without filter and search everything is shown") {
  Person person;
  CHECK(shown(person) == everything);
  CHECK(visible_in(person.publication().policy, person.state).shows_everything());
  CHECK(searched("  ") == everything);
}

TEST_CASE("a search finds points with the sections around them") {
  CHECK(searched("øya") == "reiser sone-1");
  CHECK(hits("øya") == 1);
  CHECK(searched("ØYA SONE") == "reiser sone-1");
  CHECK(searched("oya").empty());
}

TEST_CASE("a point shows with the point above it, and what is above stands for what is below") {
  CHECK(searched("strom").empty());
  CHECK(searched("strøm") == "reiser baat baat-el");
  CHECK(hits("strøm") == 1);
  CHECK(searched("båter") == "reiser baat baat-el");
  CHECK(hits("båter") == 2);
  CHECK(searched("båter strøm") == "reiser baat baat-el");
  CHECK(hits("båter strøm") == 1);
}

TEST_CASE("a section's title stands for the points in it") {
  CHECK(searched("reiser") == "reiser sone-1 baat baat-el");
  CHECK(searched("reiser sone") == "reiser sone-1");
  CHECK(searched("bygg skole") == "bygg skoler skole");
}

TEST_CASE("a section's intro and lead show the section alone") {
  CHECK(searched("hjem") == "bygg");
  CHECK(hits("hjem") == 0);
  CHECK(searched("prøvepartiet") == "reiser");
  Person person;
  person.does(Search{"hjem"});
  CHECK(visible_in(person.publication().policy, person.state).sections_found() == 1);
}

TEST_CASE("every word must be found, and no word goes from one text into the next") {
  CHECK(searched("øya båter").empty());
  CHECK(searched("hjem sone").empty());
  CHECK(searched("1.kjøpe").empty());
}

TEST_CASE("a filter shows the points with that answer") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(Answer{skole, Stance::disagree});
  person.does(Answer{Target{PointId("baat")}, Stance::unsure});
  person.does(SetFilter{Filter::agreed});
  CHECK(shown(person) == "reiser sone-1");
  person.does(SetFilter{Filter::disagreed});
  CHECK(shown(person) == "bygg skoler skole");
  // The answered point above stays, because the unanswered one lies in its card.
  person.does(SetFilter{Filter::unanswered});
  CHECK(shown(person) == "reiser baat baat-el");
  CHECK(visible_in(person.publication().policy, person.state).points_found() == 1);
}

TEST_CASE("what is answered while a filter is set stays in view until it is set again") {
  Person person;
  person.does(SetFilter{Filter::unanswered});
  person.does(Answer{sone, Stance::agree});
  CHECK(shown(person) == everything);
  person.does(SetFilter{Filter::unanswered});
  CHECK(shown(person) == "reiser baat baat-el bygg skoler skole");
}

TEST_CASE("filter and search go together; what the filter hides is counted apart") {
  Person person;
  person.does(Answer{skole, Stance::agree});
  person.does(SetFilter{Filter::agreed});
  person.does(Search{"skole"});
  CHECK(shown(person) == "bygg skoler skole");
  const auto hidden = [&] {
    return visible_in(person.publication().policy, person.state).hidden_by_filter();
  };
  CHECK(hidden() == 0);
  // The title, and the three points that it stands for.
  person.does(Search{"reiser"});
  CHECK(shown(person).empty());
  CHECK(hidden() == 4);
  person.does(Search{"øya"});
  CHECK(shown(person).empty());
  CHECK(hidden() == 1);
  person.does(SetFilter{Filter::all});
  CHECK(shown(person) == "reiser sone-1");
  CHECK(hidden() == 0);
}

TEST_CASE("what a filter hides but for what is in it can be seen, and is no hidden hit") {
  Person person;
  person.does(Answer{Target{PointId("baat")}, Stance::disagree});
  person.does(SetFilter{Filter::unanswered});
  person.does(Search{"båter"});
  CHECK(shown(person) == "reiser baat baat-el");
  const Visible visible = visible_in(person.publication().policy, person.state);
  CHECK(visible.points_found() == 2);
  CHECK(visible.hidden_by_filter() == 0);
}

TEST_CASE("what the policy does not have is not shown") {
  Person person;
  person.does(Search{"øya"});
  const Visible visible = visible_in(person.publication().policy, person.state);
  CHECK_FALSE(visible.shows(PointId("tog")));
  CHECK_FALSE(visible.shows(SectionId("sone-1")));
}

TEST_CASE("a finder that is kept finds as a new one does") {
  Person person;
  const Finder finder(person.publication().policy, "nb");
  person.does(Search{"øya"});
  CHECK(finder.find(person.state).shows(PointId("sone-1")));
  person.does(Search{""});
  CHECK(finder.find(person.state).shows_everything());
}

// app_test "[.bench]", compiled with -O2: how long a letter typed takes.
TEST_CASE("searching 10,000 points of 200 letters", "[.bench]") {
  policy::Policy policy = support::small_policy();
  std::string text;
  while (text.size() < 200) text += "Bærum får flere båter på øya og én ny skole. ";
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = "punkt-" + std::to_string(i);
    policy.sections[0].points.push_back(support::point(id.c_str(), text.c_str()));
  }
  State state;
  state.language = "nb";
  BENCHMARK("fold every text, once") { return Finder(policy, "nb"); };
  const Finder finder(policy, "nb");
  state.query = "skole";
  BENCHMARK("find a word that is everywhere") { return finder.find(state); };
  state.query = "skole kommune";
  BENCHMARK("find two words, one of them nowhere") { return finder.find(state); };
  const std::vector<std::string> words = {"e"};
  BENCHMARK("mark a letter that is everywhere, in every text") {
    std::size_t spans = 0;
    for (int i = 0; i < 10'000; ++i) spans += find_words(text, words).size();
    return spans;
  };
}
