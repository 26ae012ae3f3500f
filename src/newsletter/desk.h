// Every rule of the newsletter's sign-up, on one thread and without a wait.
//
//     Desk desk(list, keys, stationery);
//     desk.sign_up("kari@example.org", "nb", now);      // SignedUp::taken; a letter is due
//     while (auto letter = desk.next_letter(now)) desk.handed(letter->seed, post.send(…), now);
//     desk.confirm(token, now);                         // from the page that the letter leads to
//
// The list tells nobody who is on it: whoever signs up gets the same reply, whether the address is
// new, waits to be confirmed or has long been. What differs is the letter, which only its owner
// reads. An address gets one letter a day at most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "newsletter/keys.h"
#include "newsletter/letters.h"
#include "newsletter/list.h"
#include "newsletter/post.h"
#include "policy/site.h"

namespace enig::newsletter {

enum class SignedUp { taken, address_wrong, too_many };

// What a link of a letter leads to.
enum class Standing {
  gone,       // too old, unknown, or the row has been deleted
  waiting,    // asked for, not confirmed
  confirmed,  // on the list
};

struct DueLetter {
  Seed seed;
  Envelope envelope;
};

class Desk {
 public:
  // Keeps a reference to the list.
  Desk(List& list, Keys keys, Stationery stationery)
      : list_(list), keys_(keys), stationery_(std::move(stationery)) {}

  // The site that letters speak for.
  void change_site(policy::Site site) { stationery_.site = std::move(site); }

  // What was due when the program ended last is due now. Removes what is too old.
  [[nodiscard]] std::expected<void, Error> open(std::int64_t now);

  // `language` is one that Enig speaks. Errors of all below: unavailable, busy.
  [[nodiscard]] std::expected<SignedUp, Error> sign_up(std::string_view address,
                                                       std::string_view language, std::int64_t now);

  // Only looks. A mail scanner that follows every link of a letter changes nothing.
  [[nodiscard]] std::expected<Standing, Error> look(Purpose purpose, const Token& token,
                                                    std::int64_t now);
  // What it was before: `waiting` for the one press that puts somebody on the list.
  [[nodiscard]] std::expected<Standing, Error> confirm(const Token& token, std::int64_t now);
  [[nodiscard]] std::expected<Standing, Error> leave(const Token& token, std::int64_t now);

  // The next letter that may be sent now.
  [[nodiscard]] std::expected<std::optional<DueLetter>, Error> next_letter(std::int64_t now);
  // When there may be one; nothing where none is due.
  [[nodiscard]] std::optional<std::int64_t> next_letter_at() const;
  // What became of it.
  [[nodiscard]] std::expected<void, Error> handed(const Seed& seed, const Handed& handed,
                                                  std::int64_t now);

  // Removes what is too old, once a day. When that is next, or nothing where nobody waits.
  [[nodiscard]] std::expected<std::optional<std::int64_t>, Error> expire(std::int64_t now);

  // Leaves no trace in the file of what was removed.
  [[nodiscard]] std::expected<void, Error> tidy() { return list_.tidy(); }

 private:
  struct Attempts {
    int failed = 0;
    std::int64_t not_before = 0;
  };

  bool admit(std::int64_t now);
  [[nodiscard]] std::int64_t pause_after(int failed) const;

  List& list_;
  Keys keys_;
  Stationery stationery_;
  std::map<Seed, Attempts> due_;  // every letter that is due
  Attempts server_;               // of the mail server as a whole
  std::optional<Day> expired_on_;
  std::int64_t minute_ = 0;  // of the sign-ups that are counted
  std::size_t in_minute_ = 0;
};

}  // namespace enig::newsletter
