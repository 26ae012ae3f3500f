// The newsletter at work: a clerk who keeps the list and a postman who hands letters over, each on
// a thread of its own, so that neither a slow disk nor a slow mail server holds up anything else:
// who calls waits for neither, also not while the list's file is written anew.
//
//     auto office = Office::create(std::move(setup));
//     (*office)->sign_up("kari@example.org", "nb", [](std::expected<SignedUp, Error> done) { … });
//     (*office)->stop();   // ends a letter that has begun; those that wait are kept
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/error.h"
#include "newsletter/desk.h"
#include "policy/site.h"

namespace enig::newsletter {

class Office {
 public:
  struct Setup {
    std::unique_ptr<List> list;
    Keys keys;
    Stationery stationery;
    std::unique_ptr<Post> post;
    std::function<std::int64_t()> now_unix_seconds;
    // Sentences for the administrator, without any address. Called from the office's threads.
    std::function<void(std::string_view)> say;
  };

  [[nodiscard]] static std::expected<std::unique_ptr<Office>, Error> create(Setup setup);
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  ~Office();

  // Each `done` is called once: on the clerk's thread or, where too much waits (busy) or the office
  // has stopped (unavailable), on the caller's. It must not call the office.
  using SignedUpDone = std::function<void(std::expected<SignedUp, Error>)>;
  using StandingDone = std::function<void(std::expected<Standing, Error>)>;
  void sign_up(std::string address, std::string language, SignedUpDone done);
  void look(Purpose purpose, const Token& token, StandingDone done);
  void confirm(const Token& token, StandingDone done);
  void leave(const Token& token, StandingDone done);

  // Letters speak for the site as it is now: of those that are written from now on.
  void change_site(policy::Site site);

  // Does what is due now by the clock, for a clock that was moved.
  void look_at_clock();

  // Does what has been asked for, and ends. Letters that wait are sent after the next start.
  void stop();

 private:
  // What the clerk does; `now`, or why it is not done.
  using Task = std::function<void(std::expected<std::int64_t, Error>)>;

  // What a thread has seen before it works: a wake-up that comes meanwhile is not slept through.
  struct Seen {
    std::uint64_t wakes = 0;
    bool is_stopping = false;
  };

  explicit Office(Setup setup);
  void add(Task task);
  void wake();
  Seen look_around();
  std::optional<Task> next_task();
  std::optional<policy::Site> changed_site();
  void keep_list();
  // Removes what is too old, and tidies where the list rests or the office stops. When to look
  // again, by the clock.
  std::optional<std::int64_t> put_in_order(const Seen& seen);
  void carry_letters();
  void say(const Error& error);
  // Waits for a wake-up since then, or until then by the clock.
  void wait_until(const Seen& seen, std::optional<std::int64_t> unix_seconds);

  // Held only to look and to note, never while the list or a mail server works.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::optional<policy::Site> changed_site_;
  bool is_stopping_ = false;
  std::uint64_t wakes_ = 0;

  // Held by the one of the two threads that has the desk. Never taken by a caller's thread, nor
  // together with the other.
  std::mutex desk_mutex_;
  Setup setup_;
  Desk desk_;
  std::string last_said_;

  std::thread clerk_;
  std::thread postman_;
};

}  // namespace enig::newsletter
