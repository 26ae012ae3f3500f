// The program itself, as a process of its own.
//
//     Process serve({"serve", "--policies", folder, …});
//     const std::uint16_t port = serve.served_port();
//     serve.signal(SIGKILL);
//     CHECK(serve.wait() == …);
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enig::support {

struct Outcome {
  int exit_code = 0;  // or minus the signal that ended it
  std::string out;    // standard output
  std::string err;
};

class Process {
 public:
  explicit Process(const std::vector<std::string>& args);
  ~Process();  // kills what still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The port of "Enig serves http://127.0.0.1:PORT/", which it waits for.
  [[nodiscard]] std::uint16_t served_port();
  void signal(int number) const;
  // Waits until this has been said on standard error, after what was waited for before.
  void wait_for(std::string_view sentence);
  // Waits for the end.
  Outcome wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;  // the read ends of its pipes
  int err_ = -1;
  std::string said_;
  std::string complained_;
  std::size_t heard_ = 0;  // of what it complained of
};

// Runs the program to its end.
[[nodiscard]] inline Outcome run(const std::vector<std::string>& args) {
  return Process(args).wait();
}

}  // namespace enig::support
