// A person's or the world's mistake, as a value: what is wrong and how to mend it, in sentences.
//
//     return std::unexpected(Error{Fault::stale, "The policy has changed.", "Load it again."});
#pragma once

#include <string>

namespace enig {

// What kind of mistake, so that the outside can choose a status or an exit code.
enum class Fault {
  malformed,    // cannot be read as what it claims to be
  unknown,      // names something that does not exist
  stale,        // was right for an older revision
  refused,      // can be read, but a rule forbids it
  too_large,    // over a limit of base/limits.h
  busy,         // try again later
  unavailable,  // the disk, the network or the database failed
};

struct Error {
  Fault fault;
  std::string what;    // one sentence, ending with a full stop
  std::string remedy;  // one sentence, or empty

  friend bool operator==(const Error&, const Error&) = default;
};

// "what remedy", for a person.
[[nodiscard]] inline std::string to_text(const Error& error) {
  return error.remedy.empty() ? error.what : error.what + " " + error.remedy;
}

}  // namespace enig
