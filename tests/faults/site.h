// The smallest site, its data folders, and programs that serve it.
//
//     Site site;
//     Process serve(site.serve_args("data"));
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "opinion/tally.h"
#include "tests/cli/process.h"
#include "tests/server/http_client.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

namespace enig::support {

struct Site {
  Site() {
    folder.write("policies/site.json", site_file({"parks.json"}));
    folder.write("policies/parks.json", policy_file("parks"));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder.path() / name).string();
  }
  // A trial: whatever changes is released.
  [[nodiscard]] std::vector<std::string> serve_args(const std::string& data,
                                                    const std::string& database = "") const {
    std::vector<std::string> args = {"serve",    "--policies",  path("policies"), "--data",
                                     path(data), "--listen",    "127.0.0.1:0",    "--site",
                                     path("no"), "--threads=2", "--trial"};
    if (!database.empty()) args.insert(args.end(), {"--database", database});
    return args;
  }
  // `where`: --data DIR or --database URL.
  [[nodiscard]] Outcome run_on(const std::string& command, const std::string& where,
                               const std::string& value) const {
    return run({command, "--policies", path("policies"), where, value});
  }
  // What a recount says of the one point.
  [[nodiscard]] opinion::Counts recounted(const std::string& where,
                                          const std::string& value) const {
    const Outcome counted =
        run({"recount", "--policies", path("policies"), where, value, "--json"});
    if (counted.exit_code != 0) FAIL(counted.err);
    return counts_of(nlohmann::json::parse(counted.out)["policies"][0]);
  }
  [[nodiscard]] static opinion::Counts shown(std::uint16_t port) {
    return counts_of(
        nlohmann::json::parse(HttpClient(port).ask("GET", "/api/v1/policies/parks/totals").body));
  }
  [[nodiscard]] static std::string revision(std::uint16_t port) {
    return nlohmann::json::parse(
        HttpClient(port).ask("GET", "/api/v1/policies/parks").body)["revision"];
  }
  [[nodiscard]] static opinion::Counts counts_of(const nlohmann::json& totals) {
    const nlohmann::json& point = totals["points"]["benches"];
    return {point["agree"], point["disagree"], point["unsure"]};
  }

  TemporaryFolder folder;
};

}  // namespace enig::support
