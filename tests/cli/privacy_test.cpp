// After 100,000 ballots from known addresses and known browsers: every byte that the program has
// written anywhere, looked through for them, for times, and for what would join one file to
// another.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "tests/cli/parks_site.h"
#include "tests/newsletter/sink.h"

using namespace enig::support;

namespace {

constexpr unsigned ballots_in_all = 100'000;
constexpr unsigned people_count = 1'500;
constexpr unsigned threads = 6;
constexpr unsigned sign_ups = 40;
constexpr const char* agent_name = "Kjentnettleser";

using Files = std::map<std::string, std::string>;

// One address with its browser. A third each: over a connection of its own, and through a proxy of
// this machine by IPv4 and by IPv6.
struct Person {
  unsigned number = 0;
  std::string address;
  std::string connects_from = "127.0.0.1";
  Headers headers;
};

Person person_of(unsigned number) {
  Person person{.number = number, .address = {}, .headers = {}};
  const unsigned high = 1 + number / 250;
  const unsigned low = 1 + number % 250;
  person.headers = {{"Content-Type", "application/json"},
                    {"User-Agent", fmt::format("{}/{}.5 (Kjentmaskin {:08x})", agent_name, number,
                                               number * 2'654'435'761U)},
                    {"Accept-Language", "nb-NO"},
                    {"Referer", "https://www.kjentside.example/"}};
  if (number % 3 == 0) {
    person.address = fmt::format("127.{}.{}.{}", 100 + high, 7 * high % 250, low);
    person.connects_from = person.address;
    return person;
  }
  person.address = number % 3 == 1
                       ? fmt::format("198.{}.{}.{}", 18 + high % 2, 100 + high, low)
                       : fmt::format("2001:db8:{:x}:{:x}::{:x}", 0xA000 + number, high, low);
  person.headers.emplace_back("X-Forwarded-For", person.address);
  return person;
}

void vote(std::uint16_t port, const std::string& body, const Person& person,
          std::atomic<unsigned>& kept) {
  HttpClient client(port, HttpClient::Intake::usual, person.connects_from.c_str());
  constexpr unsigned each = ballots_in_all / people_count + 1;
  for (unsigned i = 0; i < each; ++i) {
    const std::string id = fmt::format("{:08x}{:024x}", (person.number * each + i) * 2'246'822'519U,
                                       person.number * each + i);
    const Reply reply = client.ask("PUT", "/api/v1/ballots/" + id, body, person.headers);
    if (reply.status == 204) ++kept;
  }
  if (person.number % (people_count / sign_ups) != 0) return;
  const std::string sign_up =
      fmt::format(R"({{"address":"kjent{}@example.org","language":"en"}})", person.number);
  client.ask("POST", "/api/v1/newsletter", sign_up, person.headers);
}

// Of a log that has grown large, its beginning and its end: what is written once is written often.
void add_files(const Site& site, const std::string& when, Files& all) {
  constexpr std::size_t part_max = 6'000'000;
  for (const auto& entry : std::filesystem::directory_iterator(site.path("data"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string& bytes = all[entry.path().filename().string() + when];
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    if (bytes.size() > 2 * part_max) bytes.erase(part_max, bytes.size() - 2 * part_max);
  }
}

std::uint32_t number_at(const char* bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

// How often four bytes in a row are one of `wanted`, and how often chance would have it so.
struct Found {
  std::size_t count = 0;
  double by_chance = 0;
};
Found four_bytes(const std::string& bytes, const std::unordered_set<std::uint32_t>& wanted) {
  Found found;
  for (std::size_t i = 0; i + 4 <= bytes.size(); ++i) {
    if (wanted.contains(number_at(&bytes[i]))) ++found.count;
  }
  found.by_chance = static_cast<double>(wanted.size()) * static_cast<double>(bytes.size()) / 4.3e9;
  return found;
}

// What has been found that must not be there, in words.
using Findings = std::vector<std::string>;

// Of a thousand that were written down, all would be found; of chance, a handful.
void check_chance(const Found& found, const char* what, Findings& findings) {
  const double most = 8 + 3 * found.by_chance + 6 * std::sqrt(found.by_chance);
  if (static_cast<double>(found.count) >= most) {
    findings.push_back(fmt::format("{} as {} numbers", what, found.count));
  }
}

void look_for_text(const std::string& bytes, const std::string& text, Findings& findings) {
  if (bytes.find(text) != std::string::npos) findings.push_back("the text " + text);
}

void look_for_people(const std::string& bytes, const std::vector<Person>& people,
                     Findings& findings) {
  std::unordered_set<std::uint32_t> numbers;
  for (const Person& person : people) {
    in_addr v4{};
    if (::inet_pton(AF_INET, person.address.c_str(), &v4) != 1) continue;
    numbers.insert(v4.s_addr);
    numbers.insert(::htonl(v4.s_addr));
  }
  check_chance(four_bytes(bytes, numbers), "addresses", findings);
  // What all IPv6 addresses begin with: 2001:db8:a000 to 2001:db8:a5ff.
  for (int fifth = 0xA0; fifth <= 0xA5; ++fifth) {
    const std::string prefix = std::string("\x20\x01\x0D\xB8") + static_cast<char>(fifth);
    if (bytes.find(prefix) != std::string::npos) findings.emplace_back("an IPv6 address");
  }
}

// What all people's addresses and browsers have in common, as text.
void look_for_texts(const std::string& bytes, Findings& findings) {
  for (const char* const text :
       {agent_name, "Kjentmaskin", "kjentside", "nb-NO", "198.18.", "198.19.", "2001:db8",
        "2001:0db8", "20010db8", "20010DB8", "X-Forwarded", "User-Agent"}) {
    look_for_text(bytes, text, findings);
  }
  // This machine's own address may be said, those that people have come from may not.
  for (int i = 100; i < 110; ++i) look_for_text(bytes, fmt::format("127.{}.", i), findings);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A time of the test, written as any program would: as digits, and as numbers of four and eight
// bytes in seconds, milliseconds, microseconds, nanoseconds and days.
void look_for_times(const std::string& bytes, std::int64_t begin_s, std::int64_t end_s,
                    Findings& findings) {
  std::unordered_set<std::uint32_t> seconds;
  for (std::int64_t second = begin_s; second <= end_s; ++second) {
    if (second % 60 == 0) continue;
    const auto number = static_cast<std::uint32_t>(second);
    seconds.insert(number);
    seconds.insert(::htonl(number));
    look_for_text(bytes, std::to_string(second), findings);
  }
  check_chance(four_bytes(bytes, seconds), "seconds", findings);
  for (std::size_t i = 0; i + 8 <= bytes.size(); ++i) {
    std::array<char, 8> own{};
    std::copy_n(&bytes[i], own.size(), own.begin());
    for (int order = 0; order < 2; ++order) {
      std::int64_t number = 0;
      std::memcpy(&number, own.data(), sizeof number);
      for (const std::int64_t unit : {1'000LL, 1'000'000LL, 1'000'000'000LL}) {
        const bool is_time = number >= begin_s * unit && number <= (end_s + 1) * unit;
        if (is_time && number % (60 * unit) != 0) findings.emplace_back("a time as a number");
      }
      std::ranges::reverse(own);
    }
  }
  // "12:15:30" is finer than a minute, "12:15:00" is not.
  for (std::size_t i = 0; i + 8 <= bytes.size(); ++i) {
    const char* const at = &bytes[i];
    const bool is_clock = is_digit(at[0]) && is_digit(at[1]) && at[2] == ':' && is_digit(at[3]) &&
                          is_digit(at[4]) && at[5] == ':' && is_digit(at[6]) && is_digit(at[7]);
    if (is_clock && std::string(at + 6, 2) != "00") findings.emplace_back("a time as text");
  }
}

// Twelve bytes in a row that look like chance: of a hash, a key or a seed.
std::unordered_set<std::string> random_parts(const std::string& bytes) {
  constexpr std::size_t length = 12;
  std::unordered_set<std::string> parts;
  for (std::size_t i = 0; i + length <= bytes.size(); ++i) {
    const std::string part = bytes.substr(i, length);
    const std::set<char> different(part.begin(), part.end());
    const auto high = std::ranges::count_if(part, [](char c) { return c < 0; });
    if (different.size() >= 9 && high >= 3) parts.insert(part);
  }
  return parts;
}

void look_for_joins(const Files& files, Findings& findings) {
  std::map<std::string, std::unordered_set<std::string>> list;
  std::size_t parts = 0;
  for (const auto& [name, bytes] : files) {
    if (name.starts_with("newsletter")) parts += (list[name] = random_parts(bytes)).size();
  }
  // The seeds and hashes of those who have signed up.
  if (parts < sign_ups * 10) findings.emplace_back("no newsletter that could be joined");
  for (const auto& [name, bytes] : files) {
    if (name.starts_with("newsletter")) continue;
    for (std::size_t i = 0; i + 12 <= bytes.size(); ++i) {
      const std::string part = bytes.substr(i, 12);
      for (const auto& [other, own] : list) {
        if (own.contains(part)) findings.push_back(name + " joined to " + other);
      }
    }
    look_for_text(bytes, "@example.org", findings);
  }
}

}  // namespace

TEST_CASE("100,000 ballots leave no address, no browser, no time and nothing to join files by") {
  const Site site;
  const Sink sink;
  std::vector<std::string> args = site.serve_args(Rule::counted);
  for (const std::string& more :
       {std::string("--newsletter-smtp"), sink.url(), std::string("--newsletter-from"),
        std::string("Parkpartiet <post@example.org>"), std::string("--public-url"),
        std::string("https://enig.example.org/"), std::string("--log"), std::string("json"),
        std::string("--log-level"), std::string("debug")}) {
    args.push_back(more);
  }
  const std::int64_t begin_s = std::time(nullptr);
  Process serve(args);
  const std::uint16_t port = serve.served_port();
  const std::string body = fmt::format(
      R"({{"policy":"parks","revision":"{}","consent":true,"answers":{}}})", revision(port), agree);
  std::vector<Person> people;
  for (unsigned i = 0; i < people_count; ++i) people.push_back(person_of(i));
  std::atomic<unsigned> kept = 0;
  std::vector<std::thread> voting;
  for (unsigned t = 0; t < threads; ++t) {
    voting.emplace_back([&, t] {
      for (unsigned i = t; i < people_count; i += threads) vote(port, body, people[i], kept);
    });
  }
  for (std::thread& each : voting) each.join();
  CHECK(kept >= ballots_in_all);

  Files files;
  add_files(site, "", files);
  CHECK(files.contains("ballots.sqlite-wal"));
  CHECK(files.contains("newsletter.db"));
  serve.signal(SIGTERM);
  const Outcome outcome = serve.wait();
  CHECK(outcome.exit_code == 0);
  const std::int64_t end_s = std::time(nullptr);
  add_files(site, " of a stopped server", files);
  CHECK(files["ballots.sqlite of a stopped server"].size() > 40 * ballots_in_all);
  Findings findings;
  look_for_joins(files, findings);
  CHECK(findings == Findings());
  files["log"] = outcome.err;
  files["said"] = outcome.out;
  CHECK_FALSE(outcome.err.empty());
  for (const auto& [name, bytes] : files) {
    CAPTURE(name, bytes.size());
    findings.clear();
    look_for_people(bytes, people, findings);
    look_for_texts(bytes, findings);
    look_for_times(bytes, begin_s, end_s, findings);
    CHECK(findings == Findings());
  }
}

TEST_CASE("what must not be there would be found") {
  std::vector<Person> people;
  for (unsigned i = 0; i < people_count; ++i) people.push_back(person_of(i));
  constexpr std::int64_t now_s = 1'795'522'530;
  std::string noise;
  for (std::uint32_t i = 0; i < 100'000; ++i) noise += static_cast<char>(i * 2'654'435'761U >> 24);
  const auto found_in = [&](const std::string& leaked) {
    Findings findings;
    const std::string bytes = noise + leaked + noise;
    look_for_people(bytes, people, findings);
    look_for_texts(bytes, findings);
    look_for_times(bytes, now_s - 60, now_s + 60, findings);
    return findings.size();
  };
  CHECK(found_in("2026-11-24T12:15:00Z") == 0);
  for (const Person& person : {people[0], people[1], people[2]}) {
    CAPTURE(person.address);
    CHECK(found_in(person.address) == 1);
    CHECK(found_in(person.headers[1].second) == 2);
  }
  std::string v4;
  for (const Person& person : people) {
    in_addr number{};
    if (::inet_pton(AF_INET, person.address.c_str(), &number) != 1) continue;
    v4.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  CHECK(found_in(v4) == 1);
  in6_addr v6{};
  REQUIRE(::inet_pton(AF_INET6, people[2].address.c_str(), &v6) == 1);
  CHECK(found_in(std::string(reinterpret_cast<const char*>(&v6), 7)) == 1);
  CHECK(found_in("2026-11-24T12:15:30Z") == 1);
  CHECK(found_in(std::to_string(now_s)) == 1);
  const std::int64_t now_ms = now_s * 1'000 + 7;
  CHECK(found_in(std::string(reinterpret_cast<const char*>(&now_ms), sizeof now_ms)) == 1);
  Files files = {{"newsletter.db", noise}, {"ballots.sqlite", "nothing of it"}};
  Findings findings;
  look_for_joins(files, findings);
  CHECK(findings == Findings());
  files["ballots.sqlite"] += noise.substr(500, 14);
  look_for_joins(files, findings);
  CHECK_FALSE(findings.empty());
}
