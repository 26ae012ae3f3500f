#include "tests/cli/process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>

namespace enig::support {
namespace {

constexpr int deadline_ms = 20'000;

// False at the end of the pipe.
bool read_some(int pipe, std::string& text) {
  pollfd ready{.fd = pipe, .events = POLLIN, .revents = 0};
  if (::poll(&ready, 1, deadline_ms) <= 0)
    FAIL("the program said nothing in time; so far: " << text);
  std::array<char, 4'096> bytes{};
  const ssize_t count = ::read(pipe, bytes.data(), bytes.size());
  if (count > 0) text.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

}  // namespace

Process::Process(const std::vector<std::string>& args) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  REQUIRE(::pipe(out.data()) == 0);
  REQUIRE(::pipe(err.data()) == 0);
  std::string program = ENIG_PROGRAM;
  std::vector<std::string> words = args;
  std::vector<char*> arguments = {program.data()};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int end : {out[0], out[1], err[0], err[1]}) ::close(end);
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

Process::~Process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

std::uint16_t Process::served_port() {
  constexpr std::string_view before = "Enig serves http://127.0.0.1:";
  while (said_.find("/\n") == std::string::npos) {
    if (!read_some(out_, said_)) FAIL("the server did not start: " << wait().err);
  }
  const std::size_t at = said_.find(before);
  REQUIRE(at != std::string::npos);
  return static_cast<std::uint16_t>(std::stoi(said_.substr(at + before.size())));
}

void Process::signal(int number) const { REQUIRE(::kill(pid_, number) == 0); }

void Process::wait_for(std::string_view sentence) {
  std::size_t at = 0;
  while ((at = complained_.find(sentence, heard_)) == std::string::npos) {
    if (!read_some(err_, complained_)) FAIL("it ended, having said: " << complained_);
  }
  heard_ = at + sentence.size();
}

Outcome Process::wait() {
  Outcome outcome{.exit_code = 0, .out = std::move(said_), .err = std::move(complained_)};
  while (read_some(out_, outcome.out)) continue;
  while (read_some(err_, outcome.err)) continue;
  int status = 0;
  REQUIRE(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return outcome;
}

}  // namespace enig::support
