// The staff's addresses over real HTTP: who gets in, what they may do there, and what keeps others
// out.
#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "staff/one_time_code.h"
#include "staff/password.h"
#include "staff/register.h"
#include "staff/sqlite_database.h"
#include "tests/server/running_server.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Headers;
using support::Reply;
using support::RunningServer;

namespace {

constexpr const char* good = "tre gronne elger";
const staff::Keys keys{store::Secret{5}};  // running_server.cpp's

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

// The token of the page's form with this id, or of its first form.
std::string token_in(const std::string& html, const std::string& form = "") {
  const std::size_t at = html.find("<form id=\"" + form);
  REQUIRE(at != std::string::npos);
  return between(html.substr(at), "name=\"token\" value=\"", "\"");
}

// A server with staff, and a hand in its register beside it.
struct House {
  explicit House(support::ServerOptions options = {})
      : server([this, &options]() -> support::ServerOptions&& {
          options.staff = staff::SqliteDatabase::open(folder.path()).value();
          return std::move(options);
        }()) {}

  void add(const std::string& name, staff::Role role = staff::Role::viewer) {
    staff::Account account;
    account.name = name;
    account.role = role;
    account.password_hash = staff::hash_of(good, {1, 8 * 1024}).value();
    REQUIRE(rows.add(account) == staff::Register::Added::done);
  }
  Reply get(const std::string& path, const Headers& headers = {}) const {
    return server.ask("GET", path, {}, headers);
  }
  Reply post(const std::string& path, const std::string& body, Headers headers = {}) const {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    headers.emplace_back("Sec-Fetch-Site", "same-origin");
    return server.ask("POST", path, body, headers);
  }
  std::string login_body(const std::string& name, const std::string& password,
                         const std::string& code = "") const {
    return fmt::format("token={}&name={}&password={}&code={}&press=login%3A",
                       token_in(get("/staff/login").body), name, password, code);
  }
  Reply log_in(const std::string& name, const std::string& password,
               const std::string& code = "") const {
    return post("/staff/login", login_body(name, password, code));
  }

  support::TemporaryFolder folder;
  RunningServer server;
  std::unique_ptr<staff::SqliteDatabase> database =
      staff::SqliteDatabase::open(folder.path()).value();
  staff::Register rows{*database};
};

// Somebody who is in.
struct Insider {
  Insider(House& given, const std::string& name, const std::string& code = "") : house(given) {
    const Reply entered = house.log_in(name, "tre+gronne+elger", code);
    REQUIRE(entered.status == 303);
    CHECK(entered.header("location") == "../staff/account");
    cookie = between(entered.header("set-cookie"), "", ";");
  }
  Reply get(const std::string& path) const { return house.get(path, {{"Cookie", cookie}}); }
  // With the token that the page's form has.
  Reply post(const std::string& path, const std::string& body) const {
    return house.post(path, "token=" + token_in(get(path).body) + "&" + body, {{"Cookie", cookie}});
  }

  House& house;
  std::string cookie;
};

// What differs from one reply to the next without telling anything.
std::string without_tokens(std::string html, const std::string& typed) {
  for (const std::string& own : {token_in(html), typed}) {
    for (std::size_t at = 0; !own.empty() && (at = html.find(own, at)) != std::string::npos;) {
      html.erase(at, own.size());
    }
  }
  return html;
}

}  // namespace

TEST_CASE("from a link to a password, to a session, and out again") {
  House house;
  staff::Account kari;
  kari.name = "kari";
  REQUIRE(house.rows.add(kari) == staff::Register::Added::done);
  const staff::Token link = staff::new_token();
  REQUIRE(house.rows
              .put_link({"kari", keys.mark(staff::Purpose::link, link),
                         staff::minute_of(house.server.now()) + 60})
              .has_value());
  const std::string address = "/staff/choose/" + staff::to_text(link);
  const Reply asked = house.get(address);
  REQUIRE(asked.status == 200);
  CHECK(asked.body.contains("Du er kari."));
  const auto choose = [&](const std::string& password, const std::string& repeated) {
    return house.post(address, fmt::format("token={}&new={}&repeat={}&press=choose%3A",
                                           token_in(asked.body), password, repeated));
  };
  CHECK(choose("kort", "kort").body.contains("færre enn 12 tegn"));
  CHECK(choose("passordpassord", "passordpassord").body.contains("ville mange gjettet"));
  CHECK(choose("Pr%C3%B8vepartiet1", "Pr%C3%B8vepartiet1").body.contains("partiets"));
  CHECK(choose("tre+gronne+elger", "tre+gronne+alger").body.contains("ikke like"));
  const Reply chosen = choose("tre+gronne+elger", "tre+gronne+elger");
  CHECK(chosen.status == 303);
  CHECK(chosen.header("location") == "../../staff/login?said=chosen");
  CHECK(house.get(address).status == 404);
  CHECK(choose("fire+bla+hvaler", "fire+bla+hvaler").status == 404);
  CHECK(house.get("/staff/login?said=chosen").body.contains("Passordet er valgt."));

  const Insider inside(house, "kari");
  const Reply account = inside.get("/staff/account");
  CHECK(account.status == 200);
  CHECK(account.body.contains("Du er logget inn som kari (leser)."));
  const Reply out =
      house.post("/staff/logout", "token=" + token_in(account.body, "enig.staff.leave.form"),
                 {{"Cookie", inside.cookie}});
  CHECK(out.status == 303);
  CHECK(out.header("set-cookie") ==
        "__Host-enig-staff=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
  CHECK(inside.get("/staff/account").header("location") == "../staff/login");
}

TEST_CASE("a session is a cookie that only this host's own pages send, and no script reads") {
  House house;
  house.add("kari");
  const std::string cookie = house.log_in("kari", "tre+gronne+elger").header("set-cookie");
  CHECK(cookie.starts_with("__Host-enig-staff="));
  CHECK(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"));
}

TEST_CASE("every failure to log in is the same reply") {
  House house;
  house.add("kari");
  house.add("coded");
  REQUIRE(house.rows.set_codes("coded", keys.seal(staff::random_bytes(20)), 0, {}).has_value());
  staff::Account waiting;
  waiting.name = "waiting";
  REQUIRE(house.rows.add(waiting) == staff::Register::Added::done);
  const std::string kari = without_tokens(house.log_in("kari", "wrong").body, "kari");
  CHECK(kari.contains("Navn, passord eller kode stemmer ikke, eller det er prøvd for mange"));
  struct Failure {
    const char* name;
    const char* password;
    const char* code;
  };
  for (const Failure& failure :
       {Failure{"nobody", "wrong", ""}, Failure{"nobody", "tre+gronne+elger", "123456"},
        Failure{"waiting", "", ""}, Failure{"coded", "tre+gronne+elger", ""},
        Failure{"coded", "tre+gronne+elger", "123456"}, Failure{"kari", "", ""}}) {
    INFO(failure.name);
    const Reply reply = house.log_in(failure.name, failure.password, failure.code);
    CHECK(reply.status == 403);
    CHECK(reply.header("set-cookie").empty());
    CHECK(without_tokens(reply.body, failure.name) == kari);
  }
  // Also where too many tries were made, of a name that is there and of one that is not.
  for (const char* const name : {"kari", "absent"}) {
    for (int i = 0; i <= limits::staff_logins_at_once; ++i) {
      static_cast<void>(house.log_in(name, "wrong"));
    }
    const Reply reply = house.log_in(name, "tre+gronne+elger");
    CHECK(reply.status == 403);
    CHECK(without_tokens(reply.body, name) == kari);
  }
}

TEST_CASE("tries are counted by name and by network, and time brings them back") {
  support::ServerOptions options;
  options.http.proxies = {"127.0.0.1"};
  House house(std::move(options));
  house.add("kari");
  const auto try_as = [&](const std::string& name, const std::string& password, int host) {
    return house.post("/staff/login", house.login_body(name, password),
                      {{"X-Forwarded-For", fmt::format("198.51.100.{}", host)}});
  };
  for (int i = 0; i < limits::staff_logins_at_once; ++i) {
    CHECK(try_as("kari", "wrong", i).status == 403);
  }
  CHECK(try_as("kari", "tre+gronne+elger", 99).status == 403);
  house.server.pass_minutes(1);
  CHECK(try_as("kari", "tre+gronne+elger", 99).status == 303);
  for (int i = 0; i < limits::staff_logins_at_once; ++i) {
    static_cast<void>(try_as("name" + std::to_string(i), "wrong", 100));
  }
  house.server.pass_minutes(1);
  house.add("ola");
  CHECK(try_as("ola", "wrong", 100).status == 403);
  CHECK(try_as("ola", "tre+gronne+elger", 100).status == 403);  // its network's tries are used up
  CHECK(try_as("ola", "tre+gronne+elger", 101).status == 303);
}

TEST_CASE("nothing is changed from a page that is not known to be of this server") {
  House house;
  house.add("kari", staff::Role::admin);
  const Insider inside(house, "kari");
  const std::string token = token_in(inside.get("/staff/account").body);
  const Headers type = {{"Content-Type", "application/x-www-form-urlencoded"},
                        {"Cookie", inside.cookie}};
  for (const char* const path :
       {"/staff/login", "/staff/logout", "/staff/account", "/staff/accounts", "/staff/choose/00"}) {
    for (const Headers& from :
         {Headers{{"Sec-Fetch-Site", "cross-site"}}, Headers{{"Sec-Fetch-Site", "same-site"}},
          Headers{{"Sec-Fetch-Site", "none"}}, Headers{{"Origin", "https://example.org"}},
          Headers{{"Origin", "null"}}, Headers{}}) {
      Headers headers = type;
      headers.insert(headers.end(), from.begin(), from.end());
      CHECK(house.server.ask("POST", path, "token=" + token + "&press=end%3Ax", headers).status ==
            403);
    }
    CHECK(house.server
              .ask("POST", path, "press=x",
                   {{"Content-Type", "text/plain"}, {"Sec-Fetch-Site", "same-origin"}})
              .status == 415);
  }
  Headers own = type;
  own.emplace_back("Origin", "http://test");
  CHECK(
      house.server.ask("POST", "/staff/account", "token=" + token + "&press=end%3Ax", own).status ==
      200);
}

TEST_CASE("a form works with its own session's token, for two hours") {
  House house;
  house.add("kari");
  house.add("ola");
  const Insider kari(house, "kari");
  const Insider ola(house, "ola");
  const std::string token = token_in(kari.get("/staff/account").body);
  const auto press = [&](const Insider& who, const std::string& with) {
    return house
        .post("/staff/account", "token=" + with + "&press=end%3Ax", {{"Cookie", who.cookie}})
        .status;
  };
  CHECK(press(kari, token) == 200);
  CHECK(press(ola, token) == 403);
  CHECK(press(kari, "") == 403);
  CHECK(press(kari, token_in(house.get("/staff/login").body)) == 403);
  house.server.pass_minutes(limits::form_token_minutes + 1);
  CHECK(press(kari, token) == 403);
  const Reply late = house.post("/staff/login", "token=" + token + "&name=kari&password=x");
  CHECK(late.status == 403);
  CHECK(late.body.contains("Siden har ligget åpen for lenge"));
}

TEST_CASE("a session that is idle or revoked is out") {
  House house;
  house.add("kari");
  const Insider first(house, "kari");
  const Insider second(house, "kari");
  const std::string page = first.get("/staff/account").body;
  const std::string other = between(page, "value=\"end:", "\"");
  REQUIRE_FALSE(other.empty());
  CHECK(first.post("/staff/account", "press=end%3A" + other).body.contains("Du er logget ut der."));
  CHECK(second.get("/staff/account").status == 303);
  CHECK(first.get("/staff/account").status == 200);
  house.server.pass_minutes(limits::staff_idle_minutes);
  CHECK(first.get("/staff/account").status == 303);
}

TEST_CASE("one-time codes are turned on and off by their owner, with the password") {
  House house;
  house.add("kari");
  const Insider inside(house, "kari");
  const Reply offer = inside.get("/staff/account");
  CHECK(offer.body.contains("<div id=\"enig.staff.picture\"><svg class=\"qr\" role=\"img\""));
  const std::string secret = between(offer.body, "name=\"secret\" value=\"", "\"");
  const staff::Bytes bytes = staff::from_base32(secret).value();
  REQUIRE(bytes.size() == staff::code_secret_bytes);
  const Reply wrong = inside.post("/staff/account", "press=codes-on%3A&code=000&secret=" + secret);
  CHECK(wrong.status == 422);
  CHECK(between(wrong.body, "name=\"secret\" value=\"", "\"") == secret);
  const auto code = [&] { return staff::code_at(bytes, staff::step_of(house.server.now())); };
  const Reply on =
      inside.post("/staff/account", "press=codes-on%3A&code=" + code() + "&secret=" + secret);
  CHECK(on.status == 200);
  const std::string recovery =
      between(on.body, "<p id=\"enig.staff.recovery.0.code\" class=\"body\">", "</p>");
  CHECK(recovery.size() == 19);
  CHECK_FALSE(inside.get("/staff/account").body.contains(recovery));
  CHECK(house.log_in("kari", "tre+gronne+elger").status == 403);
  CHECK(house.log_in("kari", "tre+gronne+elger", code()).status == 403);  // it is used
  house.server.pass_minutes(1);
  CHECK(house.log_in("kari", "tre+gronne+elger", code()).status == 303);
  CHECK(house.log_in("kari", "tre+gronne+elger", recovery).status == 303);
  CHECK(house.log_in("kari", "tre+gronne+elger", recovery).status == 403);
  CHECK(inside.post("/staff/account", "press=codes-off%3A&current=wrong").status == 422);
  CHECK(house.rows.find("kari").value()->asks_for_code());
  CHECK(inside.post("/staff/account", "press=codes-off%3A&current=tre+gronne+elger")
            .body.contains("Engangskoder er av."));
  CHECK_FALSE(house.rows.find("kari").value()->asks_for_code());
}

TEST_CASE("a password is changed by who knows it, and other sessions end") {
  House house;
  house.add("kari");
  const Insider inside(house, "kari");
  const Insider other(house, "kari");
  const auto change = [&](const std::string& current, const std::string& next) {
    return inside.post("/staff/account", fmt::format("press=password%3A&current={0}&new={1}"
                                                     "&repeat={1}",
                                                     current, next));
  };
  CHECK(change("wrong", "fire+bla+hvaler").status == 422);
  CHECK(change("tre+gronne+elger", "kort").status == 422);
  CHECK(change("tre+gronne+elger", "fire+bla+hvaler").body.contains("Passordet er byttet."));
  CHECK(other.get("/staff/account").status == 303);
  CHECK(inside.get("/staff/account").status == 200);
  CHECK(house.log_in("kari", "tre+gronne+elger").status == 403);
  CHECK(house.log_in("kari", "fire+bla+hvaler").status == 303);
}

TEST_CASE("only administrators see and change accounts") {
  House house;
  house.add("vera", staff::Role::viewer);
  house.add("erik", staff::Role::editor);
  house.add("anne", staff::Role::admin);
  for (const char* const name : {"vera", "erik"}) {
    const Insider inside(house, name);
    CHECK(inside.get("/staff/accounts").status == 403);
    const std::string token = token_in(inside.get("/staff/account").body);
    for (const char* const press :
         {"add%3Aadmin", "role%3Aadmin%3Avera", "remove%3Aanne", "reset%3Aanne"}) {
      CHECK(house
                .post("/staff/accounts", fmt::format("token={}&name=new&press={}", token, press),
                      {{"Cookie", inside.cookie}})
                .status == 403);
    }
  }
  CHECK(house.rows.accounts().value().size() == 3);
  const Insider anne(house, "anne");
  const Reply added = anne.post("/staff/accounts", "name=Nils&press=add%3Aeditor");
  CHECK(added.status == 200);
  const std::string link = between(added.body, "href=\"../staff/choose/", "\"");
  CHECK(house.get("/staff/choose/" + link).status == 200);
  CHECK_FALSE(anne.get("/staff/accounts").body.contains(link));
  CHECK(house.rows.find("nils").value()->role == staff::Role::editor);
  CHECK(anne.post("/staff/accounts", "name=nils&press=add%3Aeditor").status == 422);
  CHECK(anne.post("/staff/accounts", "name=a+b&press=add%3Aeditor").status == 422);
  CHECK(anne.post("/staff/accounts", "press=role%3Aadmin%3Anils").status == 200);
  CHECK(house.rows.find("nils").value()->role == staff::Role::admin);
  CHECK(anne.post("/staff/accounts", "press=remove%3Avera").status == 200);
  CHECK(anne.post("/staff/accounts", "press=remove%3Avera").status == 422);
  CHECK(anne.post("/staff/accounts", "press=reset%3Aerik").body.contains("../staff/choose/"));
  CHECK_FALSE(house.rows.find("erik").value()->has_password());
  CHECK(anne.post("/staff/accounts", "press=role%3Aviewer%3Anils").status == 200);
  CHECK(anne.post("/staff/accounts", "press=role%3Aviewer%3Aanne").status == 422);  // the last one
  CHECK(anne.post("/staff/accounts", "press=dance%3Aanne").status == 400);
}

TEST_CASE("staff pages are never framed, kept, found by search engines, or given a script") {
  House house;
  house.add("anne", staff::Role::admin);
  const Insider inside(house, "anne");
  for (const Reply& reply :
       {house.get("/staff/login"), house.get("/staff/choose/00"), inside.get("/staff/account"),
        inside.get("/staff/accounts"), house.log_in("anne", "wrong"),
        house.get("/staff/nothing", {{"Accept", "text/html"}}), house.get("/staff/")}) {
    CHECK(reply.header("content-security-policy") ==
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
          "base-uri 'none'; frame-ancestors 'none'");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("referrer-policy") == "same-origin");
    CHECK(reply.header("cross-origin-resource-policy") == "same-origin");
    CHECK_FALSE(reply.body.contains("<script"));
    const bool is_page = reply.status == 200;
    CHECK((!is_page || reply.header("x-robots-tag") == "noindex"));
  }
}

TEST_CASE("on an address of their own the staff's pages are there and nowhere else") {
  support::ServerOptions options;
  options.staff_listen = server::Endpoint{"127.0.0.1", 0};
  House house(std::move(options));
  for (const char* const path : {"/staff", "/staff/", "/staff/login", "/staff/account"}) {
    CHECK(house.get(path).status == 404);
  }
  CHECK(house.post("/staff/login", "name=kari").status == 404);
  support::HttpClient apart(house.server.staff_port());
  CHECK(apart.ask("GET", "/").header("location") == "staff/");
  const Reply login = apart.ask("GET", "/staff/login");
  CHECK(login.status == 200);
  CHECK(apart.ask("GET", "/staff/style.css").header("content-type") == "text/css; charset=utf-8");
  const std::string theme = between(login.body, "<link rel=\"stylesheet\" href=\"..", "\"");
  CHECK(apart.ask("GET", theme).status == 200);
  for (const char* const path :
       {"/oya/smaa/", "/api/v1/policies", "/healthz", "/metrics", "/accessibility/"}) {
    CHECK(apart.ask("GET", path).status == 404);
  }
  CHECK(house.get("/oya/smaa/").status == 200);
}

TEST_CASE("a server without staff has no staff pages, and no topic can take their place") {
  const RunningServer server;
  CHECK(server.ask("GET", "/staff/login").status == 404);
  files::Catalogue catalogue = support::small_catalogue();
  catalogue.policies.front().path = "staff/smaa.json";
  CHECK_FALSE(server::Published::create(std::move(catalogue), policy::Mode::counted).has_value());
}

TEST_CASE("no file of the staff's holds an address or a password") {
  House house;
  house.add("kari");
  const Insider inside(house, "kari");
  CHECK(house.log_in("kari", "wrong+but+telling").status == 403);
  CHECK(house.log_in("my+own+password+typed+as+a+name", "x").status == 403);
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(house.folder.path())) {
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  CHECK(all.contains("refused"));
  for (const char* const told : {"127.0.0.1", "telling", "elger", "typed", "Mozilla"}) {
    CHECK_FALSE(all.contains(told));
  }
  CHECK_FALSE(all.contains(inside.cookie.substr(inside.cookie.find('=') + 1)));
}
