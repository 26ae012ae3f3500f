// Who waits for whom, over a real list and a real mail server.
#include "newsletter/office.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "newsletter/smtp_post.h"
#include "newsletter/sqlite_list.h"
#include "tests/newsletter/sink.h"
#include "tests/support/publications.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using namespace enig::newsletter;
using support::Sink;

namespace {

constexpr std::int64_t noon = 1'795'435'200;

// What the clerk and the test tell each other.
struct Tidying {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_held = false;  // a file that takes long to write anew
  bool has_begun = false;
  int done = 0;
  int with_due_letter = 0;

  template <class Condition>
  bool wait(Condition condition) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(10), condition);
  }
  template <class Change>
  void change(Change change) {
    const std::lock_guard lock(mutex);
    change();
    changed.notify_all();
  }
};

// The real list, whose tidying can be watched, and made to take as long as the test says.
class WatchedList : public List {
 public:
  WatchedList(std::unique_ptr<SqliteList> list, Tidying& tidying)
      : list_(std::move(list)), tidying_(tidying) {}

  std::expected<bool, Error> is_empty() override { return list_->is_empty(); }
  std::expected<std::optional<Subscriber>, Error> find(std::string_view address) override {
    return list_->find(address);
  }
  std::expected<std::optional<Subscriber>, Error> find(Purpose purpose, const Mark& mark) override {
    return list_->find(purpose, mark);
  }
  std::expected<std::optional<Subscriber>, Error> find(const Seed& seed) override {
    return list_->find(seed);
  }
  std::expected<void, Error> put(const Subscriber& row) override { return list_->put(row); }
  std::expected<void, Error> change(const Subscriber& row) override { return list_->change(row); }
  std::expected<bool, Error> remove(const Seed& seed) override { return list_->remove(seed); }
  std::expected<void, Error> expire(Day first_kept) override { return list_->expire(first_kept); }
  std::expected<bool, Error> waits() override { return list_->waits(); }
  std::expected<std::vector<Seed>, Error> due() override { return list_->due(); }
  std::expected<void, Error> each_confirmed(
      const std::function<void(const Subscriber&)>& each) override {
    return list_->each_confirmed(each);
  }
  std::expected<void, Error> tidy() override {
    const bool has_due_letter = !list_->due().value().empty();
    tidying_.change([&] {
      tidying_.has_begun = true;
      if (has_due_letter) ++tidying_.with_due_letter;
    });
    // Long past the time in which the test has seen what it waits for.
    static_cast<void>(tidying_.wait([&] { return !tidying_.is_held; }));
    auto tidied = list_->tidy();
    tidying_.change([&] { ++tidying_.done; });
    return tidied;
  }
  std::expected<void, Error> set_public_url(std::string_view url) override {
    return list_->set_public_url(url);
  }
  std::expected<std::string, Error> public_url() override { return list_->public_url(); }

 private:
  std::unique_ptr<SqliteList> list_;
  Tidying& tidying_;
};

struct Running {
  explicit Running(const std::string& mail_server) {
    const auto keys =
        Keys::create(SqliteList::key_file_in(folder.path()), store::WhenMissing::make).value();
    SmtpPost::Options options;
    options.url = mail_server;
    options.own_name = "enig.example.org";
    office = Office::create({.list = std::make_unique<WatchedList>(
                                 SqliteList::create(folder.path()).value(), tidying),
                             .keys = keys,
                             .stationery = {support::small_publication().site,
                                            {"Øya", "post@example.org"},
                                            "https://enig.example.org/"},
                             .post = SmtpPost::create(options).value(),
                             .now_unix_seconds = [] { return noon; },
                             .say = [](std::string_view) {}})
                 .value();
  }
  // Returns as soon as the office has taken it.
  void sign_up(const std::string& address) {
    office->sign_up(address, "nb", [this](std::expected<SignedUp, Error> done) {
      if (done == SignedUp::taken) tidying.change([this] { ++signed_up; });
    });
  }

  support::TemporaryFolder folder;
  Tidying tidying;
  int signed_up = 0;  // guarded by the tidying's mutex
  std::unique_ptr<Office> office;
};

}  // namespace

TEST_CASE("nobody waits while the list's file is written anew") {
  Sink sink;
  Running running(sink.url());
  Tidying& tidying = running.tidying;
  REQUIRE(tidying.wait([&] { return tidying.done > 0; }));
  tidying.change([&] {
    tidying.is_held = true;
    tidying.has_begun = false;
  });
  running.sign_up("kari@example.org");
  REQUIRE(tidying.wait([&] { return tidying.has_begun; }));
  const auto begin = std::chrono::steady_clock::now();
  running.sign_up("ola@example.org");
  running.sign_up("liv@example.org");
  // The file is held for ten seconds, or until here.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  tidying.change([&] { tidying.is_held = false; });
  CHECK(tidying.wait([&] { return running.signed_up == 3; }));
}

TEST_CASE("the list's file is written anew when no letter waits to be sent") {
  Sink sink;
  Running running(sink.url());
  Tidying& tidying = running.tidying;
  REQUIRE(tidying.wait([&] { return tidying.done > 0; }));
  int before = 0;
  tidying.change([&] { before = tidying.done; });
  for (const char* address : {"kari@example.org", "ola@example.org", "liv@example.org"}) {
    running.sign_up(address);
  }
  CHECK(tidying.wait([&] { return running.signed_up == 3 && tidying.done > before; }));
  tidying.change([&] { CHECK(tidying.with_due_letter == 0); });
}

TEST_CASE("after the site has changed, letters speak for it as it is now") {
  Sink sink;
  Running running(sink.url());
  running.sign_up("kari@example.org");
  CHECK(support::body_of(sink.letter()).find("Nye Øya") == std::string::npos);
  policy::Site site = support::small_publication().site;
  site.title = policy::LocalText({{"nb", "Nye Øya"}});
  running.office->change_site(site);
  running.sign_up("ola@example.org");
  CHECK(support::body_of(sink.letter()).find("Nye Øya\n") != std::string::npos);
}
