#include <catch2/catch_test_macros.hpp>

#include "base/limits.h"
#include "tests/app/person.h"

using namespace enig;
using namespace enig::app;
using opinion::Stance;

namespace {

std::vector<Effect> to(const char* id) { return {GoTo{id}}; }

policy::Publication with_newsletter() {
  policy::Publication publication = support::small_publication();
  publication.newsletter = policy::NewsletterOffer::open;
  return publication;
}

}  // namespace

TEST_CASE("a filter says what it shows, and drops what the last one kept") {
  Person person;
  person.does(Answer{skole, Stance::agree});
  CHECK(person.state.filter_keeps.empty());
  person.does(SetFilter{Filter::unanswered});
  CHECK(person.state.said == Said::hits);
  person.does(Answer{sone, Stance::agree});
  CHECK(person.state.filter_keeps == std::set{PointId("sone-1")});
  person.does(Search{"øya"});
  CHECK(person.state.filter_keeps == std::set{PointId("sone-1")});
  person.does(SetFilter{Filter::unanswered});
  CHECK(person.state.filter_keeps.empty());
}

TEST_CASE("an answer taken back stays in view too") {
  Person person;
  person.does(Answer{sone, Stance::agree});
  person.does(SetFilter{Filter::agreed});
  person.does(Undo{sone});
  CHECK(person.state.filter_keeps == std::set{PointId("sone-1")});
}

TEST_CASE("a search says what it shows, once for each query") {
  Person person;
  person.does(Search{"båt"});
  CHECK(person.state.query == "båt");
  CHECK(person.state.said == Said::hits);
  const int said = person.state.said_count;
  person.does(Search{"båt"});
  CHECK(person.state.said_count == said);
}

TEST_CASE("a hostile query is cut between letters, cleaned, or refused") {
  Person person;
  std::string long_query = "x";
  while (long_query.size() < 2 * limits::query_bytes_max) long_query += "ø";
  person.does(Search{long_query});
  CHECK(person.state.query.size() == limits::query_bytes_max - 1);
  person.does(Search{std::string("a\0b\nc", 5)});
  CHECK(person.state.query == "a b c");
  person.does(Search{"\xff"});
  CHECK(person.state.query == "a b c");
}

TEST_CASE("two equal announcements in a row can be told apart") {
  Person person;
  person.does(LinkCopied{});
  const int said = person.state.said_count;
  person.does(LinkCopied{});
  CHECK(person.state.said == Said::link_copied);
  CHECK(person.state.said_count == said + 1);
  person.does(LinkCopied{Success::no});
  CHECK(person.state.said == Said::link_not_copied);
}

TEST_CASE("tools open and close, of cards that there are") {
  Person person;
  person.does(ToggleTools{sone});
  person.does(ToggleTools{whole_topic});
  CHECK(person.state.open_tools == std::set{sone, whole_topic});
  person.does(ToggleTools{sone});
  CHECK(person.state.open_tools == std::set{whole_topic});
  person.does(ToggleTools{Target{PointId("tog")}});
  CHECK(person.state.open_tools == std::set{whole_topic});
}

TEST_CASE("contents and summary unfold and fold") {
  Person person;
  person.does(ToggleContents{});
  CHECK(person.state.contents == Contents::unfolded);
  person.does(ToggleContents{});
  CHECK(person.state.contents == Contents::folded);
  person.does(ToggleSummary{});
  CHECK(person.state.summary == Summary::open);
  person.does(ToggleSummary{});
  CHECK(person.state.summary == Summary::closed);
}

TEST_CASE("next is the first unanswered point, after the one given, and around from the top") {
  Person person;
  CHECK(person.does(GoToNext{}) == to("sone-1"));
  CHECK(person.does(GoToNext{PointId("sone-1")}) == to("baat"));
  CHECK(person.does(GoToNext{PointId("skole")}) == to("sone-1"));
  person.does(Answer{sone, Stance::unsure});
  CHECK(person.does(GoToNext{}) == to("baat"));
  CHECK(person.does(GoToNext{PointId("skole")}) == to("baat"));
  CHECK(person.does(GoToNext{PointId("tog")}).empty());
}

TEST_CASE("next passes over what the filter and the search hide") {
  Person person;
  person.does(Search{"skole"});
  CHECK(person.does(GoToNext{}) == to("skole"));
  person.does(Search{"finnes ikke"});
  CHECK(person.does(GoToNext{}) == to("enig.topic"));
}

TEST_CASE("after the last point comes the question, and then the summary") {
  Person person;
  for (const char* id : {"sone-1", "baat", "baat-el", "skole"}) {
    person.does(Answer{Target{PointId(id)}, Stance::agree});
  }
  CHECK(person.does(GoToNext{}) == to("enig.topic"));
  person.does(Answer{whole_topic, Stance::agree});
  CHECK(person.does(GoToNext{PointId("skole")}) == to("enig.mine"));
}

TEST_CASE("the address of every section and point can be copied, and of nothing else") {
  Person person;
  person.does(Started{{.clipboard = true}});
  for (const char* id : {"sone-1", "baat-el", "reiser", "skoler"}) {
    CHECK(person.does(CopyLink{id}) == std::vector<Effect>{CopyAddress{id}});
  }
  for (const char* id : {"", "tog", "enig.topic", "sone-1\n"}) {
    CHECK(person.does(CopyLink{id}).empty());
  }
}

TEST_CASE("without a clipboard copying an address goes there") {
  Person person;
  CHECK(person.does(CopyLink{"sone-1"}) == to("sone-1"));
}

TEST_CASE("a picture of one's opinions is drawn only after the warning") {
  Person person;
  person.does(ToggleSharing{});
  CHECK(person.state.sharing == Sharing::unasked);
  person.does(Started{{.picture = true}});
  CHECK(person.does(MakePicture{}).empty());
  person.does(ToggleSharing{});
  CHECK(person.state.sharing == Sharing::warned);
  CHECK(person.does(MakePicture{}) == std::vector<Effect>{DrawPicture{Picture::save}});
  CHECK(person.does(MakePicture{Picture::share}).empty());
  person.does(Started{{.picture = true, .share = true}});
  CHECK(person.does(MakePicture{Picture::share}) ==
        std::vector<Effect>{DrawPicture{Picture::share}});
  person.does(PictureMade{});
  CHECK(person.state.said == Said::picture_ready);
  person.does(PictureMade{Success::no});
  CHECK(person.state.said == Said::picture_failed);
  person.does(ToggleSharing{});
  CHECK(person.does(MakePicture{}).empty());
}

TEST_CASE("closing the summary takes the warning back") {
  Person person;
  person.does(Started{{.picture = true}});
  person.does(ToggleSummary{});
  person.does(ToggleSharing{});
  person.does(ToggleSummary{});
  CHECK(person.state.sharing == Sharing::unasked);
}

TEST_CASE("an address is sent as it stands, one at a time") {
  Person person(with_newsletter());
  CHECK(person.does(Subscribe{" kari@example.org "}) ==
        std::vector<Effect>{SendSignUp{"kari@example.org"}});
  CHECK(person.state.sign_up == SignUp::sending);
  CHECK(person.does(Subscribe{"ola@example.org"}).empty());
  person.does(SignUpReplied{SignUp::too_many});
  CHECK(person.state.sign_up == SignUp::too_many);
  CHECK(person.state.said == Said::sign_up);
  CHECK(person.does(Subscribe{"kari@example.org"}).size() == 1);
  person.does(SignUpReplied{SignUp::sent});
  CHECK(person.does(Subscribe{"kari@example.org"}).empty());
  person.does(SignUpReplied{SignUp::failed});
  CHECK(person.state.sign_up == SignUp::sent);
}

TEST_CASE("a wrong address is told before anything is sent, each time") {
  Person person(with_newsletter());
  CHECK(person.does(Subscribe{"kari"}).empty());
  CHECK(person.state.sign_up == SignUp::address_wrong);
  const int said = person.state.said_count;
  CHECK(person.does(Subscribe{"kari@x"}).empty());
  CHECK(person.state.said_count == said + 1);
}

TEST_CASE("where no newsletter is offered nobody is signed up") {
  Person person;
  CHECK(person.does(Subscribe{"kari@example.org"}).empty());
  CHECK(person.state.sign_up == SignUp::open);
}

TEST_CASE("nothing that is only looked at is sent or kept, also after consent") {
  Person person;
  person.is_counted();
  for (const Action& action :
       {Action(SetFilter{Filter::agreed}), Action(Search{"skole"}), Action(ToggleTools{sone}),
        Action(ToggleContents{}), Action(ToggleSummary{}), Action(ToggleSharing{})}) {
    CHECK(person.does(action).empty());
  }
}
