// Answering without script: only forms, over real sockets.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "base/limits.h"
#include "tests/server/running_server.h"

using namespace enig;
using nlohmann::json;
using support::Reply;
using support::RunningServer;

namespace {

constexpr const char* topic_page = "/oya/smaa/";

// The hidden fields of a page, and a press added to them: what a browser would post.
class Form {
 public:
  explicit Form(const Reply& page) {
    constexpr std::string_view open = R"(<input type="hidden" name=")";
    constexpr std::string_view middle = R"(" value=")";
    const std::string& html = page.body;
    for (std::size_t at = html.find(open); at != std::string::npos; at = html.find(open, at)) {
      at += open.size();
      const std::size_t split = html.find(middle, at);
      const std::size_t value_at = split + middle.size();
      fields[html.substr(at, split - at)] =
          html.substr(value_at, html.find('"', value_at) - value_at);
    }
    if (const auto own = fields.extract("token")) token = own.mapped();
  }
  [[nodiscard]] std::string press(const std::string& what) const {
    std::string body = "press=" + what;
    for (const auto& [name, value] : fields) body += "&" + name + "=" + value;
    return token.empty() ? body : body + "&token=" + token;
  }

  std::map<std::string, std::string> fields;  // without the token
  std::string token;
};

// A person who presses one button after the other.
class Person {
 public:
  explicit Person(const RunningServer& server, std::string address = topic_page)
      : server_(server), address_(std::move(address)), page(server.ask("GET", address_)) {}

  const Reply& press(const std::string& what) {
    page = server_.ask("POST", address_, Form(page).press(what), support::form_body);
    return page;
  }
  [[nodiscard]] bool sees(std::string_view text) const {
    return page.body.find(text) != std::string::npos;
  }
  [[nodiscard]] std::map<std::string, std::string> fields() const { return Form(page).fields; }
  // Whether a button is down.
  [[nodiscard]] bool is_pressed(const std::string& id) const {
    const std::size_t at = page.body.find("<button id=\"" + id + "\"");
    REQUIRE(at != std::string::npos);
    return page.body.substr(at, page.body.find('>', at) - at).find("aria-pressed=\"true\"") !=
           std::string::npos;
  }

 private:
  const RunningServer& server_;
  std::string address_;

 public:
  Reply page;
};

// The number of somebody's ballot, who has agreed to a point.
std::string ballot_on(const RunningServer& server, const std::string& point) {
  Person person(server);
  for (const std::string& what : {"ask:" + point, std::string("consent:yes"), "agree:" + point}) {
    person.press(what);
  }
  return person.fields()["ballot"];
}

json totals(const RunningServer& server) { return json::parse(server.totals().body); }

}  // namespace

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
