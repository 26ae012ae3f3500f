// Against a real mail server: tools/mail-sink.
#include "newsletter/smtp_post.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "newsletter/office.h"
#include "newsletter/sqlite_list.h"
#include "tests/newsletter/sink.h"
#include "tests/support/publications.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::newsletter;
using support::field_of;
using support::link_in;
using support::Sink;
using Outcome = Handed::Outcome;

namespace {

constexpr std::int64_t noon = 1'795'435'200;

std::unique_ptr<SmtpPost> post_to(const std::string& url) {
  SmtpPost::Options options;
  options.url = url;
  options.own_name = "enig.example.org";
  return SmtpPost::create(options).value();
}

Envelope letter() {
  return {"post@example.org", "kari@example.org",
          "From: post@example.org\r\nTo: kari@example.org\r\nSubject: Hei\r\n\r\n.\r\n..\r\nHei"};
}

// Waits until something is so; whoever changes it says so.
class Signal {
 public:
  template <class Change>
  void change(Change change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  template <class Condition>
  bool wait(Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), condition);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

// An office with a clock of its own, over a real list and a real mail server.
struct Running {
  explicit Running(std::string url) : mail_server(std::move(url)) { start(); }
  ~Running() { office.reset(); }

  void start() {
    auto list = SqliteList::create(folder.path()).value();
    const auto keys =
        Keys::create(SqliteList::key_file_in(folder.path()), store::WhenMissing::make).value();
    office = Office::create({.list = std::move(list),
                             .keys = keys,
                             .stationery = {support::small_publication().site,
                                            {"Øya", "post@example.org"},
                                            "https://enig.example.org/"},
                             .post = post_to(mail_server),
                             .now_unix_seconds = [this] { return clock.load(); },
                             .say =
                                 [this](std::string_view sentence) {
                                   signal.change([&] { said += std::string(sentence) + "\n"; });
                                 }})
                 .value();
  }
  std::expected<SignedUp, Error> sign_up(const std::string& address) {
    std::optional<std::expected<SignedUp, Error>> reply;
    office->sign_up(address, "nb", [&](std::expected<SignedUp, Error> done) {
      signal.change([&] { reply = std::move(done); });
    });
    REQUIRE(signal.wait([&] { return reply.has_value(); }));
    return *reply;
  }
  std::expected<Standing, Error> confirm(const Token& token) {
    std::optional<std::expected<Standing, Error>> reply;
    office->confirm(token, [&](std::expected<Standing, Error> done) {
      signal.change([&] { reply = std::move(done); });
    });
    REQUIRE(signal.wait([&] { return reply.has_value(); }));
    return *reply;
  }
  void pass(std::int64_t seconds) {
    clock += seconds;
    office->look_at_clock();
  }
  bool hears(const std::string& words) {
    return signal.wait([&] { return said.find(words) != std::string::npos; });
  }

  std::string mail_server;
  support::TemporaryFolder folder;
  std::atomic<std::int64_t> clock = noon;
  Signal signal;
  std::string said;
  std::unique_ptr<Office> office;
};

}  // namespace

TEST_CASE("a letter arrives byte for byte, dots and all") {
  Sink sink;
  CHECK(post_to(sink.url())->send(letter()).outcome == Outcome::sent);
  CHECK(sink.letter() == letter().message + "\r\n");
}

TEST_CASE("what the mail server answers decides what becomes of the letter") {
  struct Case {
    std::string answer;
    Outcome outcome;
    std::string why;
  };
  const Case given =
      GENERATE(Case{"RCPT 550 5.1.1 <kari@example.org> No such user", Outcome::no_such,
                    "The mail server answered RCPT with 550 5.1.1."},
               Case{"RCPT 550 kari@example.org unknown", Outcome::no_such,
                    "The mail server answered RCPT with 550."},
               Case{"RCPT 554 5.7.1 Relay access denied", Outcome::deferred,
                    "The mail server answered RCPT with 554 5.7.1."},
               Case{"RCPT 550 5.7.1 Relaying denied", Outcome::deferred,
                    "The mail server answered RCPT with 550 5.7.1."},
               Case{"RCPT 450 4.2.0 Greylisted", Outcome::deferred,
                    "The mail server answered RCPT with 450 4.2.0."},
               Case{"DATA 451 4.3.0 Later", Outcome::deferred,
                    "The mail server answered DATA with 451 4.3.0."},
               Case{"DATA 554 5.7.1 Spam", Outcome::deferred,
                    "The mail server answered DATA with 554 5.7.1."},
               Case{"MAIL 550 5.7.1 Not you", Outcome::no_server,
                    "The mail server answered MAIL with 550 5.7.1."},
               Case{"MAIL 421 4.3.2 Closing", Outcome::no_server,
                    "The mail server answered MAIL with 421 4.3.2."});
  Sink sink({"--answer", given.answer});
  const Handed handed = post_to(sink.url())->send(letter());
  CAPTURE(given.answer, handed.why);
  CHECK(handed.outcome == given.outcome);
  CHECK(handed.why == given.why);
  CHECK(sink.count() == 0);
}

TEST_CASE("a mail server that is not there is told of without any address") {
  std::string url;
  {
    const Sink sink;
    url = sink.url();
  }
  const Handed handed = post_to(url)->send(letter());
  CHECK(handed.outcome == Outcome::no_server);
  CHECK(handed.why.find("was not reached") != std::string::npos);
  CHECK(handed.why.find('@') == std::string::npos);
}

TEST_CASE("a login is asked for, and refused where it is wrong") {
  Sink sink({"--user", "enig", "--password", "hemmelig"});
  SmtpPost::Options options;
  options.url = sink.url();
  options.own_name = "enig.example.org";
  options.user = "enig";
  options.password = "hemmelig";
  CHECK(SmtpPost::create(options).value()->send(letter()).outcome == Outcome::sent);
  options.password = "feil";
  const Handed refused = SmtpPost::create(options).value()->send(letter());
  CHECK(refused.outcome == Outcome::no_server);
  CHECK(refused.why.find("feil") == std::string::npos);
  CHECK(sink.count() == 1);
}

TEST_CASE("nothing is sent in the open to another machine") {
  // 127.0.0.2 is another machine as far as the rule knows, and the sink offers no STARTTLS.
  Sink sink({"--host", "127.0.0.2"});
  const Handed handed = post_to("smtp://127.0.0.2:" + std::to_string(sink.port()))->send(letter());
  CHECK(handed.outcome == Outcome::no_server);
  CHECK(handed.why.find("(after EHLO)") != std::string::npos);
  CHECK(sink.count() == 0);
}

TEST_CASE("another machine is told nothing before its certificate is known to be good") {
  const support::TemporaryFolder folder;
  const std::string certificate = (folder.path() / "certificate.pem").string();
  const std::string key = (folder.path() / "key.pem").string();
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
      " -nodes -days 2 -subj /CN=sink -addext subjectAltName=IP:127.0.0.2"
      " -keyout " +
      key + " -out " + certificate + " 2> /dev/null";
  REQUIRE(std::system(make.c_str()) == 0);
  Sink sink({"--host", "127.0.0.2", "--tls", certificate, key, "--user", "enig", "--password",
             "hemmelig"});
  SmtpPost::Options options;
  options.url = "smtp://127.0.0.2:" + std::to_string(sink.port());
  options.own_name = "enig.example.org";
  options.user = "enig";
  options.password = "hemmelig";
  const Handed refused = SmtpPost::create(options).value()->send(letter());
  CHECK(refused.outcome == Outcome::no_server);
  CHECK(refused.why.find("(after STARTTLS)") != std::string::npos);
  CHECK(sink.count() == 0);
  options.ca_file = certificate;
  CHECK(SmtpPost::create(options).value()->send(letter()).outcome == Outcome::sent);
  CHECK(sink.letter() == letter().message + "\r\n");
}

TEST_CASE("what is no address of a mail server is refused") {
  const std::string bad =
      GENERATE(as<std::string>(), "", "mail.example.org", "http://mail.example.org", "smtp://",
               "smtp://user:word@mail.example.org", "smtp://mail.example.org/x",
               "smtp://mail.example.org?x", "file:///etc/passwd");
  CAPTURE(bad);
  SmtpPost::Options options;
  options.url = bad;
  CHECK_FALSE(SmtpPost::create(options).has_value());
}

TEST_CASE("a sign-up is answered before its letter is handed over") {
  Sink sink({"--delay", "1"});
  Running running(sink.url());
  CHECK(running.sign_up("kari@example.org") == SignedUp::taken);
  CHECK(sink.count() == 0);
  const std::string bytes = sink.letter();
  CHECK(field_of(bytes, "To") == "kari@example.org");
  CHECK(field_of(bytes, "Auto-Submitted") == "auto-generated");
  CHECK(field_of(bytes, "List-Unsubscribe") == "<" + link_in(bytes, "/leave/") + ">");
  const std::string link = link_in(bytes, "/confirm/");
  CHECK(running.confirm(*token_from(link.substr(link.rfind('/') + 1))) == Standing::waiting);
}

TEST_CASE("a mail server that comes late gets the letter, once") {
  auto sink = std::make_unique<Sink>();
  const std::uint16_t port = sink->port();
  Running running(sink->url());
  sink.reset();
  CHECK(running.sign_up("kari@example.org") == SignedUp::taken);
  CHECK(running.hears("was not reached"));
  CHECK(running.said.find("kari") == std::string::npos);
  sink = std::make_unique<Sink>(std::vector<std::string>{}, port);
  running.pass(60 * 60);
  CHECK(field_of(sink->letter(), "To") == "kari@example.org");
  running.office.reset();
  running.start();
  running.clock += 60 * 60;
  CHECK(running.sign_up("ola@example.org") == SignedUp::taken);
  CHECK(field_of(sink->letter(), "To") == "ola@example.org");
  CHECK(sink->count() == 2);
}

TEST_CASE("letters that wait at a stop are sent after the next start") {
  std::uint16_t port = 0;
  {
    const Sink sink;
    port = sink.port();
  }
  Running running("smtp://127.0.0.1:" + std::to_string(port));
  CHECK(running.sign_up("kari@example.org") == SignedUp::taken);
  CHECK(running.hears("was not reached"));
  running.office.reset();
  Sink sink({}, port);
  running.start();
  CHECK(field_of(sink.letter(), "To") == "kari@example.org");
}

TEST_CASE("after the stop nothing is taken") {
  Sink sink;
  Running running(sink.url());
  running.office->stop();
  const auto reply = running.sign_up("kari@example.org");
  REQUIRE_FALSE(reply.has_value());
  CHECK(reply.error().fault == Fault::unavailable);
}
