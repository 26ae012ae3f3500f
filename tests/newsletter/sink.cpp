#include "tests/newsletter/sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/hex.h"

namespace enig::support {

namespace fs = std::filesystem;

Sink::Sink(std::vector<std::string> options, std::uint16_t port) {
  std::vector<std::string> args = {ENIG_MAIL_SINK, "--folder", (folder_.path() / "mail").string(),
                                   "--port", std::to_string(port)};
  std::ranges::move(options, std::back_inserter(args));
  std::vector<char*> pointers;
  for (std::string& arg : args) pointers.push_back(arg.data());
  pointers.push_back(nullptr);
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  out_ = pipe[0];
  const std::string first = line();
  if (!first.starts_with("Letters to ")) throw std::runtime_error("the mail sink said: " + first);
  port_ = static_cast<std::uint16_t>(std::stoi(first.substr(first.find(':') + 1)));
}

Sink::~Sink() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  ::close(out_);
}

std::string Sink::url() const { return fmt::format("smtp://127.0.0.1:{}", port_); }

std::string Sink::line() {
  constexpr int wait_ms = 10'000;
  while (said_.find('\n') == std::string::npos) {
    pollfd ready{.fd = out_, .events = POLLIN, .revents = 0};
    char bytes[512];
    const ssize_t size =
        ::poll(&ready, 1, wait_ms) == 1 ? ::read(out_, bytes, sizeof bytes) : ssize_t{-1};
    if (size <= 0) throw std::runtime_error("the mail sink says nothing more; it said: " + said_);
    said_.append(bytes, static_cast<std::size_t>(size));
  }
  const std::size_t end = said_.find('\n');
  std::string said = said_.substr(0, end);
  said_.erase(0, end + 1);
  return said;
}

std::string Sink::letter() {
  std::ifstream file(folder_.path() / "mail" / line(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t Sink::count() const {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "mail")) {
    if (entry.path().extension() == ".eml") ++count;
  }
  return count;
}

// Quoted-printable, RFC 2045 section 6.7.
std::string body_of(const std::string& letter) {
  const std::size_t begin = letter.find("\r\n\r\n");
  std::string words;
  for (std::size_t i = begin + 4; i < letter.size(); ++i) {
    if (letter[i] != '=') {
      if (letter[i] != '\r') words += letter[i];
    } else if (letter.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      const auto byte = hex_byte(letter.at(i + 1), letter.at(i + 2));
      if (!byte) throw std::runtime_error("not quoted-printable: " + letter.substr(i, 3));
      words += static_cast<char>(*byte);
      i += 2;
    }
  }
  return words;
}

std::string field_of(const std::string& letter, const std::string& name) {
  const std::string head = "\r\n" + letter.substr(0, letter.find("\r\n\r\n")) + "\r\n";
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  std::string value;
  for (std::size_t i = at + name.size() + 4; i < head.size(); ++i) {
    if (head[i] != '\r') {
      value += head[i];
    } else if (head.compare(i, 3, "\r\n ") == 0) {
      ++i;
    } else {
      break;
    }
  }
  return value;
}

std::string link_in(const std::string& letter, const std::string& part) {
  const std::string body = body_of(letter);
  const std::size_t inside = body.find(part);
  if (inside == std::string::npos) throw std::runtime_error("no such link in: " + body);
  const std::size_t begin = body.rfind("http", inside);
  return body.substr(begin, body.find_first_of(" \n", begin) - begin);
}

}  // namespace enig::support
