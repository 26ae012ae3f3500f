// A real mail server on this machine that keeps its letters: tools/mail-sink, as a process.
//
//     Sink sink({"--answer", "RCPT 450 4.2.1 Later"});
//     sink.url();                                  // "smtp://127.0.0.1:41237"
//     const std::string letter = sink.letter();    // waits for the next one
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace enig::support {

class Sink {
 public:
  // Port 0 is a free one.
  explicit Sink(std::vector<std::string> options = {}, std::uint16_t port = 0);
  ~Sink();  // ends it
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;

  // The bytes of the next letter; fails the test after ten seconds.
  std::string letter();
  // How many it has kept by now.
  [[nodiscard]] std::size_t count() const;

 private:
  std::string line();

  TemporaryFolder folder_;
  pid_t pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
  std::string said_;
};

// The words of a letter's body, and a field of its head as it stands there, unfolded.
[[nodiscard]] std::string body_of(const std::string& letter);
[[nodiscard]] std::string field_of(const std::string& letter, const std::string& name);
// The first link in the body that holds `part`.
[[nodiscard]] std::string link_in(const std::string& letter, const std::string& part);

}  // namespace enig::support
