// Where letters are handed over.
//
//     const Handed handed = post.send({from, to, message});
//     if (handed.outcome == Handed::Outcome::sent) …
#pragma once

#include <string>

namespace enig::newsletter {

struct Envelope {
  std::string from;     // as mailbox_from makes it
  std::string to;       // the same
  std::string message;  // as to_message makes it
};

struct Handed {
  enum class Outcome {
    sent,       // the mail server has taken the letter over
    no_such,    // the mail server says that nobody has this address
    deferred,   // this letter was refused: it may be taken later
    no_server,  // no letter at all can be handed over just now
  };
  Outcome outcome = Outcome::sent;
  std::string why = {};  // a sentence without any address, for the administrator
};

class Post {
 public:
  Post() = default;
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;
  virtual ~Post() = default;

  // Waits for the mail server, for limits::mail_deadline_ms at most. On one thread at a time.
  [[nodiscard]] virtual Handed send(const Envelope& envelope) = 0;
  // From any thread: ends a send() that the mail server has not been given the letter in, for good.
  virtual void stop() = 0;
};

}  // namespace enig::newsletter
