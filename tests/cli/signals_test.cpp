// What the program does when it is told to read its policies again, or to end.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/parks_site.h"

using namespace enig::support;
using nlohmann::json;

TEST_CASE("SIGHUP reads the policies again, and keeps the old where there is a mistake") {
  const Site site;
  Process serve(site.serve_args());
  HttpClient client(serve.served_port());
  const auto shows = [&client](const char* words) {
    return client.ask("GET", "/parks/").body.find(words) != std::string::npos;
  };
  REQUIRE(shows("Put up benches."));

  const std::string good = policy_file("parks");
  std::string changed = good;
  changed.replace(changed.find("Put up benches."), 15, "Take benches away.");
  std::string bad = changed;
  bad.replace(bad.find("\"title\": \"Parks\""), 16, "\"titel\": \"Parks\"");
  bad.replace(bad.find("\"id\": \"benches\""), 15, "\"id\": \"BENCHES\"");
  site.folder.write("policies/parks.json", bad);
  serve.signal(SIGHUP);
  serve.wait_for("The policies stay published as they were.");
  CHECK(shows("Put up benches."));

  site.folder.write("policies/parks.json", changed);
  serve.signal(SIGHUP);
  serve.wait_for("The policies have been read again");
  CHECK(shows("Take benches away."));
  CHECK_FALSE(shows("Put up benches."));

  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  CHECK(ended.exit_code == 0);
  // Both mistakes were said, with their lines.
  CHECK(ended.err.find("titel") != std::string::npos);
  CHECK(ended.err.find("policies/parks.json:8:") != std::string::npos);
}

TEST_CASE("SIGTERM under load keeps what is acknowledged, and ends with exit code 0") {
  const Site site;
  std::atomic<int> acknowledged{0};
  {
    Process serve(site.serve_args());
    const std::uint16_t port = serve.served_port();
    const std::string ballot = fmt::format(
        R"({{"policy":"parks","revision":"{}","consent":true,"topic":"agree"}})", revision(port));
    std::vector<std::thread> people;
    for (int person = 0; person < 8; ++person) {
      people.emplace_back([&, person] {
        try {
          HttpClient client(port);
          for (int i = 0;; ++i) {
            const std::string url = fmt::format("/api/v1/ballots/{:032x}", i * 8 + person + 1);
            if (client.ask("PUT", url, ballot).status == 204) ++acknowledged;
          }
        } catch (const std::runtime_error&) {
          // The server has ended.
        }
      });
    }
    while (acknowledged < 200) std::this_thread::yield();
    serve.signal(SIGTERM);
    for (std::thread& person : people) person.join();
    const Outcome ended = serve.wait();
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.find("Nothing more is acknowledged") == std::string::npos);
  }
  const Outcome counted = site.recount();
  REQUIRE(counted.exit_code == 0);
  // One that was kept just before the end may have lost its answer on the way.
  const int kept = json::parse(counted.out).at("policies").at(0).at("ballots").get<int>();
  CHECK(kept >= acknowledged);
  CHECK(kept <= acknowledged + 8);
}
