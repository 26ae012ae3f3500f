// Answers that go, without script: deleted by a press, or given to words that have changed since.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/server/form_person.h"

using namespace enig;
using nlohmann::json;
using support::ballot_on;
using support::Form;
using support::Person;
using support::Reply;
using support::RunningServer;
using support::topic_page;
using support::totals;

TEST_CASE("a form of an older revision withdraws its ballot, says so and drops its answers") {
  RunningServer server({.mode = policy::Mode::trial});
  const Reply page = server.ask(
      "POST", topic_page,
      "press=agree:skole&revision=0000&consent=yes&ballot=00112233445566778899aabbccddeeff"
      "&a.sone-1=unsure&a.kino=agree&a.=disagree",
      support::own_form_body);
  CHECK(page.status == 200);
  CHECK(server.stubborn->commits() == std::vector<std::size_t>{1});
  CHECK(totals(server)["ballots"] == 0);
  const Form form(page);
  CHECK(form.fields ==
        std::map<std::string, std::string>{{"revision", "00112233aabbccdd"}, {"consent", "yes"}});
  CHECK(page.body.find("id=\"skole.delivery\"") != std::string::npos);
}

TEST_CASE("a form without a press is the same visit in another language; old answers stay behind") {
  const RunningServer server({.mode = policy::Mode::trial});
  const std::string carried =
      "&consent=yes&ballot=00112233445566778899aabbccddeeff&a.skole=agree&a.=disagree";
  const auto fields_after = [&](const std::string& revision) {
    return Form(server.ask("POST", topic_page, "revision=" + revision + carried,
                           support::own_form_body))
        .fields;
  };
  std::map<std::string, std::string> wanted{{"revision", "00112233aabbccdd"}, {"consent", "yes"}};
  CHECK(fields_after("ffff") == wanted);
  CHECK(server.stubborn->commits().size() == 1);
  wanted.insert(
      {{"ballot", "00112233445566778899aabbccddeeff"}, {"a.", "disagree"}, {"a.skole", "agree"}});
  CHECK(fields_after("00112233aabbccdd") == wanted);
  CHECK(server.stubborn->commits().size() == 1);
}

TEST_CASE("answers to old words are not counted for new ones, and new ones are another ballot") {
  const RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  person.press("agree:skole");
  // The same page, as if it had been loaded before the text was changed.
  std::string old = Form(person.page).press("agree:sone-1");
  const std::string now = "00112233aabbccdd";
  old.replace(old.find("revision=" + now), 9 + now.size(), "revision=ffff");
  person.page = server.ask("POST", topic_page, old, support::form_body);
  CHECK_FALSE(person.is_pressed("skole.agree"));
  CHECK_FALSE(person.is_pressed("sone-1.agree"));
  CHECK(totals(server)["ballots"] == 0);

  const std::string before = old;
  person.press("disagree:sone-1");
  CHECK_FALSE(before.contains(person.fields()["ballot"]));
  // The old page is pressed once more: what is newer stays.
  server.ask("POST", topic_page, before, support::form_body);
  const json counted = totals(server);
  CHECK(counted["ballots"] == 1);
  CHECK(counted["points"]["skole"]["agree"] == 0);
  CHECK(counted["points"]["sone-1"]["disagree"] == 1);
}

TEST_CASE("who deletes all answers is gone, and somebody new afterwards") {
  RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  person.press("agree:skole");
  const std::string ballot = person.fields()["ballot"];
  CHECK(totals(server)["ballots"] == 1);
  person.press("delete:ask");
  CHECK(totals(server)["ballots"] == 1);
  // What cannot be deleted now is said to be there still.
  server.stubborn->fail_commits(Error{Fault::busy, "There is no room.", ""});
  CHECK(person.press("delete:yes").status == 503);
  CHECK(person.is_pressed("skole.agree"));
  CHECK(person.fields()["ballot"] == ballot);
  server.stubborn->fail_commits(std::nullopt);
  CHECK(person.press("delete:yes").status == 200);
  CHECK_FALSE(person.is_pressed("skole.agree"));
  CHECK(person.fields() == std::map<std::string, std::string>{{"revision", "00112233aabbccdd"}});
  CHECK(totals(server)["ballots"] == 0);
  person.press("ask:skole");
  person.press("consent:yes");
  CHECK(person.fields()["ballot"] != ballot);
}

TEST_CASE("who deletes all answers is rid of those to older words too") {
  RunningServer server({.mode = policy::Mode::trial});
  const std::vector<std::string> old = {ballot_on(server, "skole"), ballot_on(server, "sone-1")};
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  person.press("agree:skole");
  CHECK(totals(server)["ballots"] == 3);
  const std::string also = "&also=" + old[0] + "&also=" + old[1];
  const auto press = [&](const std::string& what) {
    person.page =
        server.ask("POST", topic_page, Form(person.page).press(what) + also, support::form_body);
    return person.page.status;
  };
  CHECK(press("disagree:sone-1") == 200);
  CHECK(totals(server)["ballots"] == 3);
  CHECK(person.sees("name=\"also\" value=\"" + old[1] + "\""));
  // What could not be withdrawn goes along with the next press.
  server.stubborn->fail_commits(Error{Fault::busy, "There is no room.", ""});
  CHECK(press("delete:yes") == 503);
  for (const std::string& id : old) CHECK(person.sees("name=\"also\" value=\"" + id + "\""));
  server.stubborn->fail_commits(std::nullopt);
  CHECK(press("delete:yes") == 200);
  CHECK(totals(server)["ballots"] == 0);
  CHECK_FALSE(person.sees("name=\"also\""));
}

TEST_CASE("a device that has answers to older words alone can delete them by form") {
  RunningServer server({.mode = policy::Mode::trial});
  const std::string also = "&also=" + ballot_on(server, "skole");
  const std::string body = Form(server.ask("GET", topic_page)).press("delete:yes") + also;
  CHECK(server.ask("POST", topic_page, body, support::form_body).status == 403);
  CHECK(server.ask("POST", topic_page, body, support::own_form_body).status == 200);
  CHECK(totals(server)["ballots"] == 0);
}

TEST_CASE("a page whose text has changed can still delete, and says so") {
  RunningServer server({.mode = policy::Mode::trial});
  Person person(server);
  person.press("ask:skole");
  person.press("consent:yes");
  person.press("agree:skole");
  const std::string ballot = person.fields()["ballot"];
  std::string old = Form(person.page).press("delete:yes");
  const std::string now = "00112233aabbccdd";
  old.replace(old.find("revision=" + now), 9 + now.size(), "revision=ffff");
  const auto press_on_old = [&] {
    person.page = server.ask("POST", topic_page, old, support::form_body);
    return person.page.status;
  };
  // Not deleted: it can be tried again, but answers to old words are not carried on.
  server.stubborn->fail_commits(Error{Fault::busy, "There is no room.", ""});
  CHECK(press_on_old() == 503);
  CHECK_FALSE(person.is_pressed("skole.agree"));
  CHECK_FALSE(person.sees("Svarene dine er slettet."));
  CHECK(person.fields()["ballot"] == ballot);
  CHECK(person.fields().count("a.skole") == 0);
  server.stubborn->fail_commits(std::nullopt);
  CHECK(totals(server)["ballots"] == 1);
  CHECK(press_on_old() == 200);
  CHECK(person.sees("Svarene dine er slettet."));
  CHECK(person.fields() == std::map<std::string, std::string>{{"revision", now}});
  CHECK(totals(server)["ballots"] == 0);
}
