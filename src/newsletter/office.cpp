#include "newsletter/office.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/limits.h"

namespace enig::newsletter {

std::expected<std::unique_ptr<Office>, Error> Office::create(Setup setup) {
  std::unique_ptr<Office> office(new Office(std::move(setup)));
  if (auto done = office->desk_.open(office->setup_.now_unix_seconds()); !done) {
    return std::unexpected(done.error());
  }
  office->clerk_ = std::thread([own = office.get()] { own->keep_list(); });
  office->postman_ = std::thread([own = office.get()] { own->carry_letters(); });
  return office;
}

Office::Office(Setup setup)
    : setup_(std::move(setup)), desk_(*setup_.list, setup_.keys, setup_.stationery) {}

Office::~Office() { stop(); }

void Office::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    ++wakes_;
  }
  setup_.post->stop();
  changed_.notify_all();
  if (clerk_.joinable()) clerk_.join();
  if (postman_.joinable()) postman_.join();
}

void Office::look_at_clock() { wake(); }

void Office::change_site(policy::Site site) {
  const std::lock_guard lock(mutex_);
  changed_site_ = std::move(site);
}

std::optional<policy::Site> Office::changed_site() {
  const std::lock_guard lock(mutex_);
  return std::exchange(changed_site_, std::nullopt);
}

void Office::add(Task task) {
  Error refusal{};
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) {
      refusal = Error{Fault::unavailable, "The server stops.", "Try again later."};
    } else if (tasks_.size() >= limits::newsletter_tasks_max) {
      refusal = Error{Fault::busy, "There is too much to do.", "Try again later."};
    } else {
      tasks_.push_back(std::move(task));
      ++wakes_;
      changed_.notify_all();
      return;
    }
  }
  task(std::unexpected(refusal));
}

void Office::sign_up(std::string address, std::string language, SignedUpDone done) {
  add([this, address = std::move(address), language = std::move(language),
       done = std::move(done)](std::expected<std::int64_t, Error> now) {
    done(now ? desk_.sign_up(address, language, *now) : std::unexpected(now.error()));
  });
}

void Office::look(Purpose purpose, const Token& token, StandingDone done) {
  add([this, purpose, token, done = std::move(done)](std::expected<std::int64_t, Error> now) {
    done(now ? desk_.look(purpose, token, *now) : std::unexpected(now.error()));
  });
}

void Office::confirm(const Token& token, StandingDone done) {
  add([this, token, done = std::move(done)](std::expected<std::int64_t, Error> now) {
    done(now ? desk_.confirm(token, *now) : std::unexpected(now.error()));
  });
}

void Office::leave(const Token& token, StandingDone done) {
  add([this, token, done = std::move(done)](std::expected<std::int64_t, Error> now) {
    done(now ? desk_.leave(token, *now) : std::unexpected(now.error()));
  });
}

void Office::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  changed_.notify_all();
}

void Office::wait_until(const Seen& seen, std::optional<std::int64_t> unix_seconds) {
  std::unique_lock lock(mutex_);
  const auto woken = [this, &seen] { return wakes_ != seen.wakes; };
  if (!unix_seconds) return changed_.wait(lock, woken);
  const std::int64_t seconds = std::max<std::int64_t>(*unix_seconds - setup_.now_unix_seconds(), 1);
  changed_.wait_for(lock, std::chrono::seconds(seconds), woken);
}

Office::Seen Office::look_around() {
  const std::lock_guard lock(mutex_);
  return {wakes_, is_stopping_};
}

std::optional<Office::Task> Office::next_task() {
  const std::lock_guard lock(mutex_);
  if (tasks_.empty()) return std::nullopt;
  Task task = std::move(tasks_.front());
  tasks_.pop_front();
  return task;
}

// The clerk.
void Office::keep_list() {
  while (true) {
    const Seen seen = look_around();
    if (const auto task = next_task()) {
      {
        const std::lock_guard desk(desk_mutex_);
        (*task)(setup_.now_unix_seconds());
      }
      wake();  // a letter may be due
      continue;
    }
    const auto again_at = put_in_order(seen);
    if (seen.is_stopping) return;
    wait_until(seen, again_at);
  }
}

// The list rests when no letter is under way, nor one that may go now. The postman wakes the clerk
// when a letter has been handed over.
std::optional<std::int64_t> Office::put_in_order(const Seen& seen) {
  const std::lock_guard desk(desk_mutex_);
  const std::int64_t now = setup_.now_unix_seconds();
  const std::int64_t tidy_again_at = now + limits::newsletter_tidy_again_s;
  std::optional<std::int64_t> again_at;
  if (const auto next = desk_.expire(now)) {
    again_at = *next;
  } else {
    say(next.error());
  }
  const auto letter_at = desk_.next_letter_at();
  const bool rests = !letter_at || *letter_at > now;
  if (!rests && !seen.is_stopping) return tidy_again_at;
  if (const auto tidied = desk_.tidy(); !tidied) {
    say(tidied.error());
    again_at = tidy_again_at;
  }
  return again_at;
}

// The postman. The desk is free while a letter is on its way.
void Office::carry_letters() {
  while (true) {
    const Seen seen = look_around();
    if (seen.is_stopping) return;
    auto site = changed_site();
    std::unique_lock desk(desk_mutex_);
    if (site) desk_.change_site(std::move(*site));
    const auto letter = desk_.next_letter(setup_.now_unix_seconds());
    if (!letter) say(letter.error());
    if (!letter || !*letter) {
      const auto again_at = desk_.next_letter_at();
      desk.unlock();
      wait_until(seen, again_at);
      continue;
    }
    desk.unlock();
    const Handed handed = setup_.post->send((*letter)->envelope);
    const bool given_up = handed.outcome == Handed::Outcome::no_server && look_around().is_stopping;
    desk.lock();
    if (!handed.why.empty() && !given_up) say({Fault::unavailable, handed.why, ""});
    const auto noted = desk_.handed((*letter)->seed, handed, setup_.now_unix_seconds());
    if (!noted) say(noted.error());
    desk.unlock();
    wake();  // the clerk tidies
  }
}

// Called with the desk held. The same sentence once, not for each letter of a day without a mail
// server.
void Office::say(const Error& error) {
  std::string sentence = to_text(error);
  if (sentence == last_said_) return;
  setup_.say(sentence);
  last_said_ = std::move(sentence);
}

}  // namespace enig::newsletter
