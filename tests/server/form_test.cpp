// Answering without script: only forms, over real sockets.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/limits.h"
#include "tests/server/form_person.h"

using namespace enig;
using nlohmann::json;
using support::Form;
using support::Person;
using support::Reply;
using support::RunningServer;
using support::topic_page;
using support::totals;

TEST_CASE("a person without script is asked, consents, answers, changes and undoes") {
  const RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  CHECK(person.fields() == std::map<std::string, std::string>{{"revision", "00112233aabbccdd"}});

  CHECK(person.press("ask:skole").status == 200);
  CHECK(person.page.header("cache-control") == "no-store");
  CHECK(person.sees("id=\"skole.consent.yes\""));
  CHECK(person.fields()["asked"] == "skole");
  CHECK(person.fields().count("ballot") == 0);

  person.press("consent:yes");
  CHECK(person.sees("id=\"skole.consent.again\""));
  CHECK(person.fields()["consent"] == "yes");
  const std::string ballot = person.fields()["ballot"];
  CHECK(ballot.size() == 32);
  CHECK(totals(server)["ballots"] == 0);

  person.press("agree:skole");
  CHECK(person.is_pressed("skole.agree"));
  CHECK(person.fields()["ballot"] == ballot);
  CHECK(person.fields()["a.skole"] == "agree");
  CHECK(totals(server)["points"]["skole"]["agree"] == 1);
  CHECK(person.sees("id=\"skole.bar\""));

  person.press("disagree:");
  CHECK(person.is_pressed("enig.topic.disagree"));
  CHECK(person.sees("Takk likevel."));
  person.press("unsure:skole");
  json now = totals(server);
  CHECK(now["ballots"] == 1);
  CHECK(now["topic"]["disagree"] == 1);
  CHECK(now["points"]["skole"] ==
        json::parse(R"({"agree":0,"disagree":0,"unsure":1,"important":0})"));

  person.press("undo:skole");
  person.press("undo:");
  CHECK(totals(server)["ballots"] == 0);
  CHECK(person.fields().count("a.skole") == 0);
}

TEST_CASE("two people without script are two ballots") {
  const RunningServer server({.mode = policy::Mode::trial});
  Person one(server);
  Person two(server, "/en/oya/smaa/");
  for (Person* const each : {&one, &two}) {
    each->press("ask:");
    each->press("consent:yes");
    each->press("agree:");
  }
  CHECK(one.fields()["ballot"] != two.fields()["ballot"]);
  CHECK(totals(server)["topic"]["agree"] == 2);
  CHECK(two.sees("<html lang=\"en\">"));
}

TEST_CASE("who declines is told what that means here, is not asked again, and nothing is stored") {
  RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:no");
  CHECK(person.page.status == 200);
  // No answer has come here, so none is said to stay on the page.
  CHECK(person.sees("Ingenting er sendt eller talt."));
  CHECK_FALSE(person.sees("Svarene dine blir på denne siden"));
  CHECK(person.fields()["consent"] == "no");
  person.press("ask:sone-1");
  CHECK(person.sees("id=\"sone-1.consent\""));
  CHECK_FALSE(person.sees("id=\"sone-1.consent.no\""));
  CHECK_FALSE(person.sees("id=\"skole.consent\""));
  // What a yes would mean stands beside it, each time.
  CHECK(
      person.sees("id=\"sone-1.consent.what\" class=\"small\">Vil du at svarene dine skal telle?"));
  person.press("search:");
  CHECK(person.sees("id=\"sone-1.consent\""));
  CHECK(person.page.header("set-cookie").empty());
  CHECK(person.fields().count("ballot") == 0);
  CHECK(server.stubborn->commits().empty());
  // A change of mind is a yes, and then the answer is pressed.
  person.press("consent:yes");
  CHECK(person.sees("id=\"sone-1.consent.again\""));
  person.press("agree:sone-1");
  CHECK(totals(server)["points"]["sone-1"]["agree"] == 1);
}

TEST_CASE("who declines keeps that in another language") {
  const RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:no");
  CHECK(person.sees("formaction=\"../../en/oya/smaa/\""));
  std::string form = Form(person.page).press("");
  person.page = server.ask("POST", "/en/oya/smaa/", form, support::form_body);
  CHECK(person.fields()["consent"] == "no");
  CHECK(person.sees("Nothing has been sent or counted."));
}

TEST_CASE("a page that keeps answers itself is told that they stay there") {
  const RunningServer server({.mode = policy::Mode::trial});
  const Reply reply = server.ask(
      "POST", topic_page, "revision=00112233aabbccdd&press=consent:no&asked=skole&keeps=answers",
      support::form_body);
  CHECK(reply.body.find("Svarene dine blir på denne siden og telles ikke.") != std::string::npos);
}

TEST_CASE("an answer without consent is not stored, only asked about") {
  RunningServer server({.mode = policy::Mode::trial});
  const Reply page = server.ask("POST", topic_page, "press=agree:skole&revision=00112233aabbccdd",
                                support::form_body);
  CHECK(page.status == 200);
  CHECK(page.body.find("id=\"skole.consent.yes\"") != std::string::npos);
  CHECK(server.stubborn->commits().empty());
}

TEST_CASE("a person whose form is refused gets a page with the sentence, a program the problem") {
  const RunningServer server({.mode = policy::Mode::trial});
  const support::Headers person = {{"Content-Type", "application/x-www-form-urlencoded"},
                                   {"Accept", "text/html,*/*;q=0.8"}};
  const auto sees = [&](const std::string& body, int status, std::string_view sentence) {
    const Reply page = server.ask("POST", topic_page, body, person);
    CHECK(page.status == status);
    CHECK(page.header("content-type") == "text/html; charset=utf-8");
    CHECK(page.body.find("<html lang=\"nb\">") != std::string::npos);
    INFO(page.body);
    CHECK(page.body.find(sentence) != std::string::npos);
  };
  sees("press=vote:skole", 400, ">Det gikk ikke</h1>");
  sees("press=%", 400, ">Feilkode 400</p>");
  sees(std::string(64 * 1024 + 1, 'x'), 413, ">Det ble for mye på en gang</h1>");
  const Reply program = server.ask("POST", topic_page, "press=%", support::form_body);
  CHECK(program.header("content-type") == "application/problem+json");
}

TEST_CASE("a mark goes with the answers, and can be taken away") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string form =
      "revision=00112233aabbccdd&consent=yes&ballot=00112233445566778899aabbccddeeff&a.skole=agree";
  const auto post = [&](const std::string& more) {
    return server.ask("POST", topic_page, form + more, support::own_form_body).status;
  };
  CHECK(post("&press=important:skole") == 200);
  CHECK(totals(server)["points"]["skole"]["important"] == 1);
  CHECK(post("&i.skole=yes&i.kino=yes&press=agree:sone-1") == 200);
  CHECK(totals(server)["points"]["skole"]["important"] == 1);
  CHECK(post("&i.skole=yes&press=important:skole") == 200);
  CHECK(totals(server)["points"]["skole"]["important"] == 0);
  CHECK(totals(server)["ballots"] == 1);
}

TEST_CASE("a form that is none is refused, and nothing is stored") {
  RunningServer server({.mode = policy::Mode::trial});
  const auto status = [&](const std::string& body, const support::Headers& headers) {
    return server.ask("POST", topic_page, body, headers).status;
  };
  const std::string start = "revision=00112233aabbccdd&consent=yes&";
  CHECK(status(start + "press=agree:skole", support::json_body) == 415);
  CHECK(status(start + "press=agree:skole", {}) == 415);
  CHECK(status(start + "press=%", support::form_body) == 400);
  CHECK(status(start + "press=vote:skole", support::form_body) == 400);
  CHECK(status(start + "press=agree", support::form_body) == 400);
  CHECK(status(start + "press=agree:Skole", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&a.skole=maybe", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&ballot=12", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&i.skole=no", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&filter=some", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&open=door", support::form_body) == 400);
  CHECK(status(start + "press=agree:skole&open=agree:skole", support::form_body) == 400);
  CHECK(status(start + "press=filter:some", support::form_body) == 400);
  CHECK(status(start + "press=important:", support::form_body) == 400);
  CHECK(status(start + "press=search:x", support::form_body) == 400);
  CHECK(status(start + "press=delete:", support::form_body) == 400);
  CHECK(status(start + "press=delete:yes&also=12", support::form_body) == 400);
  std::string many = start + "press=delete:yes";
  for (int i = 0; i < 101; ++i) many += "&also=" + std::string(32, 'a');
  CHECK(status(many, support::form_body) == 400);
  CHECK(status(start + std::string(64 * 1024, 'x'), support::form_body) == 413);
  CHECK(server.stubborn->commits().empty());
  CHECK(status(start + "press=agree:kino", support::form_body) == 200);
  CHECK(status("", support::form_body) == 200);
  // What is searched for may be anything that can be typed.
  CHECK(status(start + "press=search:&q=%3Cb%3E%00" + std::string(9'000, 'q'),
               support::form_body) == 200);
  CHECK(status(start + "press=search:&filter=agreed&open=summary&open=tools:&open=tools:kino",
               support::form_body) == 200);
  CHECK(server.stubborn->commits().empty());
  CHECK(server.ask("POST", "/", start, support::form_body).status == 405);
}

TEST_CASE("when an answer cannot be kept, the page says so") {
  RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  server.stubborn->fail_commits(Error{Fault::busy, "There is no room.", ""});
  CHECK(person.press("agree:skole").status == 503);
  CHECK(person.page.header("retry-after") == "2");
  CHECK(person.sees("id=\"skole.delivery\""));
  CHECK(person.fields()["a.skole"] == "agree");
  server.stubborn->fail_commits(std::nullopt);
  person.press("agree:sone-1");
  CHECK(totals(server)["points"]["skole"]["agree"] == 1);
}

TEST_CASE("a form beyond the network's budget keeps everything, and is sent a minute later") {
  RunningServer server({.mode = policy::Mode::trial});
  for (int i = 0; i < limits::new_ballots_at_once; ++i) {
    REQUIRE(server
                .ask("POST", topic_page, "revision=00112233aabbccdd&consent=yes&press=agree:sone-1",
                     support::own_form_body)
                .status == 200);
  }
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  CHECK(person.press("agree:skole").status == 429);
  CHECK(person.page.header("retry-after") == "60");
  CHECK(person.sees("id=\"skole.delivery\""));
  CHECK(person.fields()["a.skole"] == "agree");
  server.pass_minutes(1);
  CHECK(person.press("agree:sone-1").status == 200);
  CHECK(totals(server)["points"]["skole"]["agree"] == 1);
}

TEST_CASE("an answer that is newer than the numbers beside it is said not to be in them") {
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.site.release = {.first_ballots = 1, .next_ballots = 2, .minutes = 0};
  const RunningServer server({.catalogue = std::move(catalogue)});
  Person first(server);
  for (const char* const what : {"ask:skole", "consent:yes", "agree:skole"}) first.press(what);
  CHECK(first.sees("(1\u00a0svar)"));
  Person second(server);
  for (const char* const what : {"ask:skole", "consent:yes", "agree:skole"}) second.press(what);
  CHECK(second.sees("(1\u00a0svar, ditt er ikke med ennå)"));
  CHECK(totals(server)["points"]["skole"]["agree"] == 1);
}
