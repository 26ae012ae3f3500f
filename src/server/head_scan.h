// What the bytes of a request's head must be before anything reads them: lines that end by CR LF
// and nothing else, none of which goes on in the next. Where two programs behind each other
// disagree on where a line or a request ends, one smuggles requests past the other (RFC 9112,
// sections 2.2, 5.2 and 11.2).
//
//     HeadScan scan;
//     while (scan.take(received) == HeadScan::Found::part) receive_more();
#pragma once

#include <cstddef>
#include <string_view>

namespace enig::server {

class HeadScan {
 public:
  enum class Found {
    part,   // fine so far
    whole,  // up to and with its empty line
    bad,
  };

  // `received` is all that has come of the request, also what take() has seen before.
  Found take(std::string_view received);

  // What is wrong, once that is so.
  [[nodiscard]] std::string_view problem() const { return problem_; }

 private:
  Found refuse(std::string_view problem);

  std::size_t seen_ = 0;
  std::size_t line_ = 0;  // where the line begins that is being read
  std::string_view problem_;
};

}  // namespace enig::server
