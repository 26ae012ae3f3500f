// The newsletter as a whole: the program, a real mail server, and every byte that is left behind.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/cli/process.h"
#include "tests/newsletter/sink.h"
#include "tests/server/http_client.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::field_of;
using support::Headers;
using support::HttpClient;
using support::link_in;
using support::Outcome;
using support::Process;
using support::Reply;
using support::Sink;

namespace {

const Headers as_json = {{"Content-Type", "application/json"}, {"User-Agent", "Nysgjerrig/7.5"}};
const Headers as_form = {{"Content-Type", "application/x-www-form-urlencoded"},
                         {"User-Agent", "Nysgjerrig/7.5"}};
constexpr const char* ballot = "5eed5eed5eed5eedfeedfeedfeedfeed";
constexpr const char* public_url = "https://enig.example.org/";

enum class Offered { no, yes };

struct Site {
  Site() {
    std::string site = support::site_file({"parks.json"});
    site.replace(site.find(R"(["en"])"), 6, R"(["en", "nb"])");
    folder.write("policies/site.json", site);
    folder.write("policies/parks.json", support::policy_file("parks"));
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder.path() / name).string(); }
  [[nodiscard]] std::vector<std::string> args(Offered offered = Offered::yes) const {
    std::vector<std::string> args = {"serve",       "--policies", path("policies"),
                                     "--data",      path("data"), "--listen",
                                     "127.0.0.1:0", "--site",     path("none")};
    if (offered == Offered::yes) {
      for (const std::string& more :
           {std::string("--newsletter-smtp"), sink.url(), std::string("--newsletter-from"),
            std::string("Parkpartiet <post@example.org>"), std::string("--public-url"),
            std::string(public_url)}) {
        args.push_back(more);
      }
    }
    return args;
  }
  [[nodiscard]] Outcome exported() const {
    return support::run({"newsletter", "export", "--data", path("data")});
  }
  // Every file of the data folder, by name.
  [[nodiscard]] std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path("data"))) {
      std::ifstream file(entry.path(), std::ios::binary);
      all[entry.path().filename().string()].assign(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }

  support::TemporaryFolder folder;
  Sink sink;
};

std::string sign_up_json(const std::string& address) {
  return nlohmann::json{{"address", address}, {"language", "nb"}}.dump();
}

// The address of a link on the server under test.
std::string place_of(const std::string& link) {
  return link.substr(std::string(public_url).size() - 1);
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

std::string on_list(const std::string& address, const std::string& leave) {
  const std::string token = leave.substr(leave.rfind('/') + 1);
  return fmt::format("address,language,confirmed,unsubscribe\r\n{},nb,{},{}newsletter/leave/{}\r\n",
                     address, today(), public_url, token);
}

bool holds(const std::string& bytes, const std::string& part) {
  return bytes.find(part) != std::string::npos;
}

constexpr const char* nobody = "address,language,confirmed,unsubscribe\r\n";

}  // namespace

TEST_CASE("signed up, a letter, confirmed, exported, left: and then nothing is left") {
  Site site;
  Process serve(site.args());
  HttpClient client(serve.served_port());
  CHECK(client.ask("POST", "/api/v1/newsletter", sign_up_json("kari.nordmann@example.org"), as_json)
            .status == 202);
  const std::string letter = site.sink.letter();
  CHECK(field_of(letter, "To") == "kari.nordmann@example.org");
  CHECK(field_of(letter, "From") == "\"Parkpartiet\" <post@example.org>");
  const std::string confirm = place_of(link_in(letter, "/confirm/"));
  const std::string leave = place_of(link_in(letter, "/leave/"));
  CHECK(confirm.starts_with("/nb/newsletter/confirm/"));
  CHECK(field_of(letter, "List-Unsubscribe") == "<" + link_in(letter, "/leave/") + ">");

  // A mail scanner that opens every link confirms nothing and removes nobody.
  for (const char* const method : {"GET", "HEAD"}) {
    CHECK(client.ask(method, confirm).status == 200);
    CHECK(client.ask(method, leave).status == 200);
  }
  CHECK(site.exported().out == nobody);

  const Reply asked = client.ask("GET", confirm);
  CHECK(holds(asked.body, "Vil du ha nyhetsbrevet fra Parks?"));
  CHECK(asked.header("cache-control") == "no-store");
  const Reply confirmed = client.ask("POST", confirm, "press=newsletter%3A", as_form);
  CHECK(confirmed.status == 200);
  CHECK(holds(confirmed.body, "Takk. Du står på listen."));
  CHECK(holds(client.ask("POST", confirm, "", as_form).body, "Du står på listen allerede."));
  CHECK(site.exported().out == on_list("kari.nordmann@example.org", leave));

  // As RFC 8058 has it, by a mail program.
  const Reply left = client.ask("POST", leave, "List-Unsubscribe=One-Click", as_form);
  CHECK(left.status == 200);
  CHECK(holds(left.body, "Du er meldt av."));
  CHECK(client.ask("POST", leave, "List-Unsubscribe=One-Click", as_form).status == 200);
  CHECK(client.ask("GET", confirm).status == 404);
  CHECK(client.ask("GET", leave).status == 404);
  CHECK(site.exported().out == nobody);
  serve.signal(SIGTERM);
  CHECK(serve.wait().exit_code == 0);
  for (const auto& [name, bytes] : site.files()) {
    CAPTURE(name);
    CHECK_FALSE(holds(bytes, "kari.nordmann"));
  }
  CHECK(site.sink.count() == 1);
}

TEST_CASE("nothing joins the newsletter to the ballots") {
  Site site;
  const char* const end = GENERATE("while it runs", "stopped", "killed");
  CAPTURE(end);
  Process serve(site.args());
  const std::uint16_t port = serve.served_port();
  // One person, one connection: votes, signs up, confirms.
  HttpClient client(port);
  const std::string revision =
      nlohmann::json::parse(client.ask("GET", "/api/v1/policies/parks").body)["revision"];
  const std::string answers =
      fmt::format(R"({{"policy":"parks","revision":"{}","consent":true,"topic":"agree",)"
                  R"("answers":{{"benches":"disagree"}}}})",
                  revision);
  REQUIRE(client.ask("PUT", fmt::format("/api/v1/ballots/{}", ballot), answers, as_json).status ==
          204);
  REQUIRE(
      client
          .ask("POST", "/newsletter/?policy=parks", "address=kari.nordmann%40example.org", as_form)
          .status == 202);
  const std::string letter = site.sink.letter();
  const std::string confirm = place_of(link_in(letter, "/confirm/"));
  REQUIRE(client.ask("POST", confirm, "", as_form).status == 200);
  std::string said;
  if (end == std::string("stopped")) {
    serve.signal(SIGTERM);
    const Outcome ended = serve.wait();
    CHECK(ended.exit_code == 0);
    said = ended.out + ended.err;
  } else if (end == std::string("killed")) {
    serve.signal(SIGKILL);
    said = serve.wait().err;
  }
  CHECK_FALSE(holds(said, "kari"));
  CHECK_FALSE(holds(said, ballot));

  const auto files = site.files();
  REQUIRE(files.contains("newsletter.db"));
  REQUIRE(files.contains("newsletter.key"));
  REQUIRE(files.contains("ballots.sqlite"));
  REQUIRE(holds(files.at("newsletter.db"), "kari.nordmann@example.org"));

  std::string raw_ballot;
  for (std::size_t i = 0; i < 32; i += 2) {
    raw_ballot += static_cast<char>(std::stoi(std::string(ballot).substr(i, 2), nullptr, 16));
  }
  const std::string token = confirm.substr(confirm.rfind('/') + 1);
  std::string raw_token;
  for (std::size_t i = 0; i < 32; i += 2) {
    raw_token += static_cast<char>(std::stoi(token.substr(i, 2), nullptr, 16));
  }
  for (const auto& [name, bytes] : files) {
    CAPTURE(name);
    const bool is_newsletter = name.starts_with("newsletter");
    // The address lies in one file, and in that file's journal for the length of a commit.
    const bool may_hold = name == "newsletter.db" ||
                          (name == "newsletter.db-journal" && end != std::string("stopped"));
    if (!may_hold) CHECK_FALSE(holds(bytes, "kari.nordmann"));
    // A ballot's id lies nowhere, and neither does a token that a letter carries.
    for (const std::string& secret : {std::string(ballot), raw_ballot, token, raw_token}) {
      CHECK_FALSE(holds(bytes, secret));
    }
    // Nothing of who asked or of the moment: no address of a machine, no program, no hour.
    for (const char* const trace : {"127.0.0.1", "Nysgjerrig"}) {
      CHECK_FALSE(holds(bytes, trace));
    }
    CHECK_FALSE(holds(bytes, std::to_string(std::time(nullptr) / 1'000)));
    CHECK_FALSE(holds(bytes, today() + "T"));
    // Nothing of the policy, its points or answers beside the addresses.
    for (const char* const word : {"parks", "benches", "agree", "ballot"}) {
      if (is_newsletter) CHECK_FALSE(holds(bytes, word));
    }
  }
  // No run of 16 bytes, the length of every id, hash and token, lies in both: only SQLite's own
  // words do, which are text.
  const std::string& one = files.at("newsletter.db");
  std::string other = files.at("ballots.sqlite");
  if (const auto log = files.find("ballots.sqlite-wal"); log != files.end()) other += log->second;
  for (std::size_t i = 0; i + 16 <= one.size(); ++i) {
    const std::string run = one.substr(i, 16);
    const auto is_text = [](char c) { return c == '\n' || c == '\t' || (c >= ' ' && c <= '~'); };
    const auto strange = std::ranges::count_if(run, [&](char c) { return c != 0 && !is_text(c); });
    if (strange > 4 && holds(other, run)) FAIL_CHECK("common bytes at " << i);
  }
  CHECK_FALSE(holds(other, files.at("newsletter.key")));
  CHECK(files.at("newsletter.key") != files.at("ballot.key"));
}

TEST_CASE("what a sign-up may be, and the sentence that refuses the rest") {
  Site site;
  Process serve(site.args());
  HttpClient client(serve.served_port());
  const auto post = [&](const std::string& body, const Headers& headers) {
    return client.ask("POST", "/api/v1/newsletter", body, headers);
  };
  for (const char* const address : {"", "kari", "kari@", "kari@example.org\r\nBcc: ola@example.org",
                                    "kari@example.org, ola@example.org", "<kari@example.org>",
                                    "kari@[127.0.0.1]", "kari@localhost"}) {
    CAPTURE(address);
    const Reply refused = post(sign_up_json(address), as_json);
    CHECK(refused.status == 422);
    CHECK(holds(refused.body, "The address is none that letters can be sent to."));
  }
  CHECK(post("{", as_json).status == 400);
  CHECK(post("[]", as_json).status == 400);
  CHECK(post(R"({"address":"kari@example.org"})", as_json).status == 400);
  CHECK(post(R"({"address":7,"language":"nb"})", as_json).status == 400);
  CHECK(post(R"({"address":"kari@example.org","language":"nb","ballot":"5eed"})", as_json).status ==
        400);
  CHECK(post("{\"address\":\"kari\xff@example.org\",\"language\":\"nb\"}", as_json).status == 400);
  CHECK(post(sign_up_json(std::string(3'000, 'a')), as_json).status == 413);
  CHECK(post("address=kari%40example.org", as_form).status == 415);
  const Reply method = client.ask("GET", "/api/v1/newsletter");
  CHECK(method.status == 405);
  CHECK(method.header("allow") == "POST");
  // The form says the same, and keeps what was typed.
  const Reply wrong = client.ask("POST", "/newsletter/", "address=kari%40%22%3E", as_form);
  CHECK(wrong.status == 422);
  CHECK(holds(wrong.body, R"(value="kari@&quot;&gt;")"));
  CHECK(holds(wrong.body, R"(aria-invalid="true")"));
  const Reply large = client.ask("POST", "/newsletter/", std::string(3'000, 'a'), as_form);
  CHECK(large.status == 413);
  CHECK(holds(large.body, R"(aria-invalid="true")"));
  CHECK_FALSE(holds(large.body, "larger than"));
  CHECK(client.ask("POST", "/newsletter/", "{}", as_json).status == 415);
  CHECK(client.ask("PUT", "/newsletter/", "", as_form).status == 405);
  CHECK(client.ask("DELETE", "/newsletter/confirm/00").status == 405);
  CHECK(client.ask("GET", "/newsletter").header("location") == "newsletter/");
  CHECK(client.ask("GET", "/newsletter/other").status == 404);
  CHECK(client.ask("GET", "/newsletter/confirm/").status == 404);
  CHECK(client.ask("POST", "/nb/newsletter/confirm/00000000000000000000000000000000", "", as_form)
            .status == 404);
  CHECK(
      holds(client.ask("GET", "/nb/newsletter/leave/x").body, "Denne lenken virker ikke lenger."));
  CHECK(client.ask("GET", "/nb/newsletter/").status == 200);
  CHECK(site.sink.count() == 0);
  CHECK(site.exported().out == nobody);
}

TEST_CASE("a flood is asked to come later, in a sentence") {
  Site site;
  Process serve(site.args());
  HttpClient client(serve.served_port());
  std::map<int, int> replies;
  // More than two whole minutes take, whenever the minute begins.
  for (std::size_t i = 0; i < 2 * limits::sign_ups_per_minute_max + 5; ++i) {
    const Reply reply = client.ask("POST", "/api/v1/newsletter",
                                   sign_up_json(fmt::format("p{}@example.org", i)), as_json);
    if (++replies[reply.status] == 1 && reply.status == 429) {
      CHECK(reply.header("retry-after") == "60");
      CHECK(holds(reply.body, "There are too many sign-ups just now."));
    }
  }
  CHECK(replies[202] >= static_cast<int>(limits::sign_ups_per_minute_max));
  CHECK(replies[202] + replies[429] == static_cast<int>(2 * limits::sign_ups_per_minute_max + 5));
  CHECK(replies[429] >= 5);
  // Ballots are not held up by it.
  CHECK(client.ask("GET", "/healthz").status == 200);
  serve.signal(SIGTERM);
  CHECK(serve.wait().exit_code == 0);
}

TEST_CASE("an address is taken off the list beside the running server") {
  Site site;
  Process serve(site.args());
  HttpClient client(serve.served_port());
  REQUIRE(
      client.ask("POST", "/newsletter/", "address=Kari%40Bl%C3%A5b%C3%A6r.no", as_form).status ==
      202);
  const std::string letter = site.sink.letter();
  const std::string confirm = place_of(link_in(letter, "/confirm/"));
  REQUIRE(client.ask("POST", confirm, "", as_form).status == 200);
  const std::string file = site.path("list.csv");
  CHECK(support::run({"newsletter", "export", "--data", site.path("data"), "--out", file})
            .exit_code == 0);
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(support::run({"newsletter", "export", "--data", site.path("data"), "--out", file})
            .exit_code == 1);
  const std::vector<std::string> remove = {"newsletter", "remove", "kari@blåbær.no", "--data",
                                           site.path("data")};
  CHECK(support::run(remove).out == "The address is removed.\n");
  const Outcome again = support::run(remove);
  CHECK(again.exit_code == 1);
  CHECK(again.err == "enig: The address is not on the list.\n");
  CHECK_FALSE(holds(site.files().at("newsletter.db"), "Kari@"));
  CHECK(client.ask("POST", confirm, "", as_form).status == 404);
  CHECK(support::run({"newsletter"}).exit_code == 2);
  CHECK(support::run({"newsletter", "list", "--data", "x"}).exit_code == 2);
  CHECK(support::run({"newsletter", "export"}).exit_code == 2);
  CHECK(support::run({"newsletter", "export", "--data", site.path("none")}).exit_code == 1);
}

TEST_CASE("without a mail server no newsletter is offered") {
  Site site;
  Process serve(site.args(Offered::no));
  HttpClient client(serve.served_port());
  CHECK(client.ask("GET", "/newsletter/").status == 404);
  CHECK(
      client.ask("POST", "/api/v1/newsletter", sign_up_json("kari@example.org"), as_json).status ==
      404);
  CHECK(holds(client.ask("GET", "/parks/").body, R"("newsletter":"not-offered")"));
  CHECK_FALSE(site.files().contains("newsletter.db"));
}

TEST_CASE("half a newsletter is refused with a sentence") {
  Site site;
  struct Case {
    std::vector<std::string> flags;
    std::string sentence;
  };
  const Case given =
      GENERATE(Case{{"--newsletter-smtp", "smtp://127.0.0.1:1"}, "wants --newsletter-from SENDER"},
               Case{{"--newsletter-from", "a@b.no"}, "means nothing without --newsletter-smtp"},
               Case{{"--newsletter-smtp", "smtp://127.0.0.1:1", "--newsletter-from", "a@b.no"},
                    "wants --public-url URL"},
               Case{{"--newsletter-smtp", "smtp://127.0.0.1:1", "--newsletter-from", "a@b.no",
                     "--public-url", "http://example.org"},
                    "is no address that a letter can lead to"},
               Case{{"--newsletter-smtp", "smtp://127.0.0.1:1", "--newsletter-from", "nobody",
                     "--public-url", "https://example.org"},
                    "is no sender of letters"},
               Case{{"--newsletter-smtp", "mail.example.org", "--newsletter-from", "a@b.no",
                     "--public-url", "https://example.org"},
                    "is no address of a mail server"},
               Case{{"--newsletter-smtp", "smtp://127.0.0.1:1", "--newsletter-from", "a@b.no",
                     "--public-url", "https://example.org", "--newsletter-user", "enig"},
                    "has no password"});
  std::vector<std::string> args = site.args(Offered::no);
  args.insert(args.end(), given.flags.begin(), given.flags.end());
  const Outcome refused = support::run(args);
  CAPTURE(refused.err);
  CHECK(refused.exit_code == 1);
  CHECK(refused.out.empty());
  CHECK(holds(refused.err, given.sentence));
}
