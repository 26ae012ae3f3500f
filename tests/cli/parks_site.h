// The smallest site, and requests to the program that serves it.
//
//     const Site site;
//     Process serve(site.serve_args());
//     put(serve.served_port(), 1, agree);
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/process.h"
#include "tests/server/http_client.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

namespace enig::support {

enum class Rule { counted, trial };

// A site of one policy, "parks" with the point "benches", and its data.
struct Site {
  Site() {
    folder.write("policies/site.json", site_file({"parks.json"}));
    folder.write("policies/parks.json", policy_file("parks"));
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder.path() / name).string(); }
  [[nodiscard]] std::vector<std::string> serve_args(Rule rule = Rule::trial) const {
    std::vector<std::string> args = {"serve",       "--policies", path("policies"),
                                     "--data",      path("data"), "--listen",
                                     "127.0.0.1:0", "--site",     path("none")};
    if (rule == Rule::trial) args.push_back("--trial");
    return args;
  }
  [[nodiscard]] Outcome recount() const {
    return run({"recount", "--policies", path("policies"), "--data", path("data"), "--json"});
  }

  TemporaryFolder folder;
};

inline nlohmann::json totals(std::uint16_t port) {
  return nlohmann::json::parse(HttpClient(port).ask("GET", "/api/v1/policies/parks/totals").body);
}

inline std::string revision(std::uint16_t port) {
  return nlohmann::json::parse(
      HttpClient(port).ask("GET", "/api/v1/policies/parks").body)["revision"];
}

inline int put(std::uint16_t port, unsigned number, const std::string& answers) {
  const std::string body =
      fmt::format(R"({{"policy":"parks","revision":"{}","consent":true,"answers":{}}})",
                  revision(port), answers);
  return HttpClient(port)
      .ask("PUT", fmt::format("/api/v1/ballots/{:032x}", number), body,
           {{"Content-Type", "application/json"}})
      .status;
}

inline constexpr const char* agree = R"({"benches":"agree"})";

}  // namespace enig::support
