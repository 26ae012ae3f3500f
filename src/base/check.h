// Our own mistakes stop the program, in every build.
//
//     ENIG_CHECK(index < points.size());
#pragma once

namespace enig {

// Writes the place and the broken promise to standard error, and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace enig

#define ENIG_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::enig::check_failed(#condition, __FILE__, __LINE__))
