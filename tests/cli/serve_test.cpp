// The program as a whole, over real sockets, processes and files.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/parks_site.h"

using namespace enig;
using namespace enig::support;
using nlohmann::json;

namespace {

// Every file of a folder, one after the other.
std::string bytes_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

}  // namespace

TEST_CASE("an acknowledged ballot is counted after kill -9, and twice the same is one") {
  const Site site;
  for (int round = 1; round <= 3; ++round) {
    Process serve(site.serve_args());
    const std::uint16_t port = serve.served_port();
    CHECK(totals(port)["ballots"] == round - 1);
    CHECK(put(port, 1, agree) == 204);
    CHECK(put(port, static_cast<unsigned>(round), agree) == 204);
    CHECK(put(port, static_cast<unsigned>(round), agree) == 204);
    CHECK(totals(port)["points"]["benches"]["agree"] == round);
    serve.signal(SIGKILL);
    CHECK(serve.wait().exit_code == -SIGKILL);
  }
  const Outcome recount = site.recount();
  CHECK(recount.exit_code == 0);
  const json counted = json::parse(recount.out)["policies"][0];
  CHECK(counted["ballots"] == 3);
  CHECK(counted["release"] == 3);
}

TEST_CASE("every ballot that was acknowledged under load is there after kill -9") {
  const Site site;
  constexpr unsigned people = 4;
  std::vector<std::vector<unsigned>> acknowledged(people);
  {
    Process serve(site.serve_args(Rule::counted));
    const std::uint16_t port = serve.served_port();
    const std::string head = revision(port);
    std::vector<std::thread> sending;
    std::atomic<unsigned> sum{0};
    std::atomic<unsigned> gone{0};
    for (unsigned p = 0; p < people; ++p) {
      sending.emplace_back([&, p] {
        try {
          HttpClient client(port);
          for (unsigned i = 0;; ++i) {
            const unsigned number = p * 1'000'000 + i;
            const std::string body = fmt::format(
                R"({{"policy":"parks","revision":"{}","consent":true,"answers":{}}})", head, agree);
            const Reply reply =
                client.ask("PUT", fmt::format("/api/v1/ballots/{:032x}", number), body);
            if (reply.status != 204) throw std::runtime_error("refused");
            acknowledged[p].push_back(number);
            ++sum;
          }
        } catch (const std::exception&) {
          ++gone;  // the server is dead: what was acknowledged before is what counts
        }
      });
    }
    while (sum < 200 && gone < people) std::this_thread::yield();
    serve.signal(SIGKILL);
    for (std::thread& each : sending) each.join();
    CHECK(serve.wait().exit_code == -SIGKILL);
  }
  std::size_t sent = 0;
  for (const auto& each : acknowledged) sent += each.size();
  REQUIRE(sent >= 200);

  const json counted = json::parse(site.recount().out)["policies"][0];
  // One ballot of each may have been kept without having been acknowledged.
  CHECK(counted["ballots"].get<std::size_t>() >= sent);
  CHECK(counted["ballots"].get<std::size_t>() <= sent + people);

  // Withdrawing exactly those that were acknowledged must find every one of them.
  Process serve(site.serve_args(Rule::counted));
  HttpClient client(serve.served_port());
  for (const auto& each : acknowledged) {
    for (const unsigned number : each) {
      REQUIRE(client.ask("DELETE", fmt::format("/api/v1/ballots/{:032x}", number)).status == 204);
    }
  }
  CHECK(json::parse(site.recount().out)["policies"][0]["ballots"] ==
        counted["ballots"].get<std::size_t>() - sent);
}

TEST_CASE("twenty are released, nineteen are not, and a release outlives the server") {
  const Site site;
  {
    Process serve(site.serve_args(Rule::counted));
    const std::uint16_t port = serve.served_port();
    for (unsigned i = 0; i < 19; ++i) REQUIRE(put(port, i, agree) == 204);
    CHECK(totals(port)["release"] == 0);
    CHECK(totals(port)["released_at"].is_null());
    serve.signal(SIGTERM);
    CHECK(serve.wait().exit_code == 0);
  }
  std::string released_at;
  {
    Process serve(site.serve_args(Rule::counted));
    const std::uint16_t port = serve.served_port();
    CHECK(totals(port)["ballots"] == 0);
    REQUIRE(put(port, 19, agree) == 204);
    const json now = totals(port);
    CHECK(now["release"] == 1);
    CHECK(now["ballots"] == 20);
    released_at = now["released_at"];
    CHECK(released_at.ends_with(":00Z"));
    REQUIRE(put(port, 20, agree) == 204);
    serve.signal(SIGINT);
    CHECK(serve.wait().exit_code == 0);
  }
  Process serve(site.serve_args(Rule::counted));
  const json after = totals(serve.served_port());
  CHECK(after["release"] == 1);
  CHECK(after["ballots"] == 20);
  CHECK(after["released_at"] == released_at);
  // The recount sees what is not released yet.
  CHECK(json::parse(site.recount().out)["policies"][0]["ballots"] == 21);
}

TEST_CASE("a changed policy file keeps every answer with its point") {
  const Site site;
  {
    Process serve(site.serve_args());
    const std::uint16_t port = serve.served_port();
    REQUIRE(put(port, 1, agree) == 204);
    serve.signal(SIGTERM);
    CHECK(serve.wait().exit_code == 0);
  }
  std::string changed = policy_file("parks");
  const std::string point = R"({ "id": "benches", "text": "Put up benches." })";
  changed.replace(changed.find(point), point.size(),
                  R"({ "id": "trees", "text": "Plant trees." }, )" + point);
  site.folder.write("policies/parks.json", changed);

  Process serve(site.serve_args());
  const std::uint16_t port = serve.served_port();
  CHECK(totals(port)["points"] ==
        json::parse(R"({"trees":{"agree":0,"disagree":0,"unsure":0,"important":0},
                        "benches":{"agree":1,"disagree":0,"unsure":0,"important":0}})"));
  CHECK(put(port, 2, R"({"trees":"disagree","benches":"unsure"})") == 204);
  const json now = totals(port);
  CHECK(now["points"]["trees"]["disagree"] == 1);
  CHECK(now["points"]["benches"]["agree"] == 1);
  CHECK(now["points"]["benches"]["unsure"] == 1);
}

TEST_CASE("a trial on real answers is refused with a sentence, and publishes nothing") {
  const Site site;
  {
    Process serve(site.serve_args(Rule::counted));
    REQUIRE(put(serve.served_port(), 1, agree) == 204);
    serve.signal(SIGTERM);
    CHECK(serve.wait().exit_code == 0);
  }
  const Outcome trial = run(site.serve_args(Rule::trial));
  CHECK(trial.exit_code == 1);
  CHECK(trial.out.empty());
  CHECK(trial.err.find("holds real answers, and a trial would publish") != std::string::npos);
  const json counted = json::parse(site.recount().out)["policies"][0];
  CHECK(counted["ballots"] == 1);
  CHECK(counted["release"] == 0);
}

TEST_CASE("two servers on one folder, or on one port, are refused with a sentence") {
  const Site site;
  Process serve(site.serve_args());
  const std::uint16_t port = serve.served_port();
  const Outcome same_folder = run(site.serve_args());
  CHECK(same_folder.exit_code == 1);
  CHECK(same_folder.err.find("is in use by another server. Stop that one") != std::string::npos);
  CHECK(same_folder.out.empty());

  std::vector<std::string> args = site.serve_args();
  args[4] = site.path("other");
  args[6] = fmt::format("127.0.0.1:{}", port);
  const Outcome same_port = run(args);
  CHECK(same_port.exit_code == 1);
  CHECK(same_port.err.find("cannot be listened on: Address already in use.") != std::string::npos);
  CHECK(same_port.err.find("choose another port with --listen.") != std::string::npos);

  args[6] = "127.0.0.1:0";
  args.insert(args.end(), {"--metrics", fmt::format("127.0.0.1:{}", port)});
  const Outcome metrics_port = run(args);
  CHECK(metrics_port.exit_code == 1);
  CHECK(metrics_port.err.find("choose another port with --metrics.") != std::string::npos);
  CHECK(metrics_port.err.find("--listen") == std::string::npos);

  args[args.size() - 2] = "--staff-listen";
  const Outcome staff_port = run(args);
  CHECK(staff_port.exit_code == 1);
  CHECK(staff_port.err.find("choose another port with --staff-listen.") != std::string::npos);
}

TEST_CASE("a server lets its staff in on an address of their own, where one is named") {
  const Site site;
  std::vector<std::string> args = site.serve_args();
  args.insert(args.end(), {"--staff-listen", "127.0.0.1:0"});
  Process serve(args);
  CHECK(HttpClient(serve.served_port()).ask("GET", "/staff/login").status == 404);
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  CHECK(ended.exit_code == 0);
  CHECK(ended.out.find("Its staff are let in at http://127.0.0.1:") != std::string::npos);
  CHECK(std::filesystem::exists(site.path("data") + "/staff.sqlite"));
}

TEST_CASE("a file of TLS that cannot be read is named, with the reason and its flag") {
  const Site site;
  site.folder.write("chain.pem", "no certificate");
  const auto serve = [&](const std::string& certificate, const std::string& key) {
    std::vector<std::string> args = site.serve_args();
    args.insert(args.end(), {"--tls-cert", certificate, "--tls-key", key});
    const Outcome outcome = run(args);
    CHECK(outcome.exit_code == 1);
    return outcome.err;
  };
  const std::string chain = site.path("chain.pem");
  const std::string missing = site.path("nowhere.pem");
  CHECK(serve(missing, chain)
            .find(missing + " cannot be read: No such file or directory. Look at the name that "
                            "--tls-cert gives") != std::string::npos);
  CHECK(serve(chain, missing).find("Look at the name that --tls-key gives") != std::string::npos);
  CHECK(serve(site.path("policies"), chain).find("policies cannot be read: Is a directory.") !=
        std::string::npos);
  CHECK(serve(chain, chain).find("chain.pem is no certificate that can be used") !=
        std::string::npos);
}

TEST_CASE("a bad policy never starts a server") {
  const Site site;
  site.folder.write("policies/parks.json", "{ \"format\": \"enig.policy/1\", }");
  const Outcome bad = run(site.serve_args());
  CHECK(bad.exit_code == 1);
  CHECK(bad.err.find("policies/parks.json:1:") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(site.path("data")));
  std::vector<std::string> args = site.serve_args();
  args[2] = site.path("nowhere");
  const Outcome none = run(args);
  CHECK(none.exit_code == 1);
  CHECK(none.err.find("nowhere") != std::string::npos);
}

TEST_CASE("a missing site folder is said once, and the pages are served") {
  const Site site;
  Process serve(site.serve_args());
  CHECK(HttpClient(serve.served_port()).ask("GET", "/parks/").status == 200);
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  CHECK(ended.exit_code == 0);
  CHECK(ended.err.find("none cannot be read") != std::string::npos);
  CHECK(ended.err.find("The pages are served without the app.") != std::string::npos);
}

TEST_CASE("nothing about who answered is written down") {
  const Site site;
  Process serve(site.serve_args());
  const std::uint16_t port = serve.served_port();
  HttpClient client(port);
  CHECK(client.ask("GET", "/parks/", {}, {{"User-Agent", "Nosy/1.0"}}).status == 200);
  REQUIRE(put(port, 0xABCDEF, agree) == 204);
  REQUIRE(put(port, 0xFEDCBA, agree) == 204);
  // While the server runs, log and all, and after it has ended.
  const std::string running = bytes_in(site.path("data"));
  serve.signal(SIGTERM);
  const Outcome ended = serve.wait();
  for (const std::string& bytes : {running, bytes_in(site.path("data"))}) {
    CHECK(bytes.find("benches") != std::string::npos);  // it is the right folder
    for (const std::string& told :
         {std::string("Nosy"), std::string("127.0.0.1"), std::string("abcdef"),
          std::string("fedcba"), std::string(13, '\0') + "\xAB\xCD\xEF",
          std::string(13, '\0') + "\xFE\xDC\xBA"}) {
      CHECK(bytes.find(told) == std::string::npos);
    }
  }
  CHECK(ended.out == fmt::format("Enig serves http://127.0.0.1:{}/\n"
                                 "This is a trial: every ballot is released at once.\n",
                                 port));
  for (const char* const told : {"Nosy", "PUT", "abcdef", "GET"}) {
    CHECK(ended.err.find(told) == std::string::npos);
  }
}

TEST_CASE("the commands are understood or refused with exit code 2") {
  CHECK(run({"--help"}).exit_code == 0);
  CHECK(run({"--help"}).out.find("enig serve") != std::string::npos);
  CHECK(run({"--version"}).out.starts_with("enig "));
  for (const char* const command :
       {"analyse", "recount", "verify", "backup", "restore", "render", "newsletter"}) {
    CAPTURE(command);
    CHECK(run({command, "--help"}).exit_code == 0);
    CHECK(run({command, "--data", "d", "-h"}).out == run({"--help"}).out);
  }
  CHECK(run({"serve", "-h"}).out.starts_with("enig serve --policies DIR"));
  CHECK(run({"serve", "--polices", "p"}).err.find("enig serve --help shows how to use it.") !=
        std::string::npos);
  const std::vector<std::vector<std::string>> bad = {
      {},
      {"vote"},
      {"serve"},
      {"serve", "--polices", "p"},
      {"recount", "--data", "d"},
      {"render", "x"},
      {"serve", "--policies", "p", "--data", "d", "--listen", "8080"},
      {"serve", "--policies", "p", "--data", "d", "--threads", "0"},
      {"serve", "--policies", "p", "--data", "d", "--log", "xml"},
      {"serve", "--policies", "p", "--data", "d", "--metrics", "0.0.0.0:9101"},
      {"serve", "--policies", "p", "--data", "d", "--staff-listen", "8080"},
      {"serve", "--policies", "p", "--data", "d", "--metrics", "localhost:9101"},
      {"serve", "--policies", "p", "--data", "d", "--metrics", "192.0.2.7:9101"},
      {"serve", "--policies", "p", "--data", "d", "--log-level", "loud"},
      {"serve", "--policies", "p", "--data", "d", "--proxy", "127.0.0.1,proxy.example.org"},
      {"serve", "--policies", "p", "--data", "d", "--proof-of-work", "sometimes"},
      {"render", "--policies", "p", "--out", "o", "--server", "https://example.org"}};
  for (const std::vector<std::string>& args : bad) {
    const Outcome outcome = run(args);
    CAPTURE(args, outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK_FALSE(outcome.err.empty());
  }
}
