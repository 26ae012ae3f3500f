#include "server/head_scan.h"

namespace enig::server {
namespace {

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

HeadScan::Found HeadScan::refuse(std::string_view problem) {
  problem_ = problem;
  return Found::bad;
}

HeadScan::Found HeadScan::take(std::string_view received) {
  for (; seen_ < received.size(); ++seen_) {
    const char c = received[seen_];
    // Another protocol is refused at its first byte, not when its time is up.
    if (seen_ == 0 && !is_capital(c) && !is_small_letter(c)) {
      return refuse("A request begins with its method.");
    }
    const bool is_first_of_line = seen_ == line_ && seen_ > 0;
    if (is_first_of_line && (c == ' ' || c == '\t')) {
      return refuse("A line of the head goes on in the next.");
    }
    const bool is_after_cr = seen_ > 0 && received[seen_ - 1] == '\r';
    if (is_after_cr != (c == '\n')) return refuse("A line of the head ends by other than CR LF.");
    if (c == '\0') return refuse("The head holds a null byte.");
    if (c != '\n') continue;
    if (seen_ == line_ + 1) {
      ++seen_;
      return Found::whole;
    }
    line_ = seen_ + 1;
  }
  return Found::part;
}

}  // namespace enig::server
