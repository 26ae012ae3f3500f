// The way to a mail server, by libcurl.
//
//     auto post = SmtpPost::create({.url = "smtp://mail.example.org:587", .user = "enig", …});
//     (*post)->send(envelope);
//
// smtps:// is TLS from the first byte; smtp:// is TLS after STARTTLS, without which nothing is
// sent, except to a mail server on this very machine.
#pragma once

#include <atomic>
#include <expected>
#include <memory>
#include <string>

#include "base/error.h"
#include "newsletter/post.h"

namespace enig::newsletter {

class SmtpPost : public Post {
 public:
  struct Options {
    std::string url;        // "smtp://host:port", "smtps://host:port"
    std::string user = {};  // none: no login
    std::string password = {};
    std::string ca_file = {};  // certificates to trust; the machine's own where empty
    std::string own_name;      // said in EHLO: the host of the site
  };

  // Error: refused (an address that is none).
  [[nodiscard]] static std::expected<std::unique_ptr<SmtpPost>, Error> create(Options options);

  Handed send(const Envelope& envelope) override;
  void stop() override { is_stopping_ = true; }

 private:
  explicit SmtpPost(Options options) : options_(std::move(options)) {}

  Options options_;
  std::atomic<bool> is_stopping_ = false;
};

}  // namespace enig::newsletter
