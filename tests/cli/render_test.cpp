#include "cli/render.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/cli/captured.h"
#include "tests/support/policy_files.h"
#include "tests/support/temporary_folder.h"

using namespace enig;
using support::Captured;
namespace fs = std::filesystem;

namespace {

struct Rendered {
  Rendered() {
    folder.write("policies/site.json", support::site_file({"parks.json", "green/trees.json"}));
    folder.write("policies/parks.json", support::policy_file("parks"));
    folder.write("policies/green/trees.json", support::policy_file("trees"));
  }
  [[nodiscard]] Captured render() const {
    const std::string policies = (folder.path() / "policies").string();
    const std::string out = (folder.path() / "out").string();
    return Captured(cli::render_command,
                    {"--policies", policies, "--out", out, "--server", "none"});
  }
  [[nodiscard]] std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "out")) {
      if (entry.is_regular_file()) {
        names.insert(entry.path().lexically_relative(folder.path() / "out").string());
      }
    }
    return names;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder.path() / "out" / name, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // The name of the one theme.
  [[nodiscard]] std::string theme() const {
    for (const std::string& name : files()) {
      if (name.starts_with("theme.")) return name;
    }
    return "none";
  }

  support::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("every page, the theme and the policies are written") {
  const Rendered site;
  const Captured first = site.render();
  CHECK(first.exit_code == 0);
  CHECK(site.folder.without_path(first.out) == "out: 8 files, 8 of them new or changed\n");
  CHECK(site.files() == std::set<std::string>{"index.html", "accessibility/index.html",
                                              "parks/index.html", "green/trees/index.html",
                                              site.theme(), ".enig-rendered",
                                              "api/v1/policies.json", "api/v1/policies/parks.json",
                                              "api/v1/policies/trees.json"});
  CHECK(site.read("api/v1/policies.json").find(R"("url":"/green/trees/")") != std::string::npos);
}

TEST_CASE("a rendered page is a read-only copy that works in any folder") {
  const Rendered site;
  REQUIRE(site.render().exit_code == 0);
  const std::string page = site.read("green/trees/index.html");
  CHECK(page.find("Put up benches.") != std::string::npos);
  CHECK(page.find("\"mode\":\"read-only\"") != std::string::npos);
  CHECK(page.find("type=\"submit\"") == std::string::npos);
  CHECK(page.find("href=\"/") == std::string::npos);
  CHECK(page.find("href=\"../../" + site.theme() + "\"") != std::string::npos);
}

TEST_CASE("only what has changed is written, and other files are left alone") {
  const Rendered site;
  REQUIRE(site.render().exit_code == 0);
  site.folder.write("out/enig.wasm", "program");
  const auto written = fs::last_write_time(site.folder.path() / "out" / "parks" / "index.html");
  CHECK(site.render().out.find("8 files, 0 of them") != std::string::npos);
  CHECK(fs::last_write_time(site.folder.path() / "out" / "parks" / "index.html") == written);

  std::string changed = support::policy_file("trees");
  changed.replace(changed.find("Put up"), 6, "Paint");
  site.folder.write("policies/green/trees.json", changed);
  // The list of policies too, because it names the revision.
  CHECK(site.render().out.find("8 files, 3 of them") != std::string::npos);
  CHECK(site.read("enig.wasm") == "program");
  CHECK(site.files().size() == 10);
}

TEST_CASE("pages of a topic that is gone are taken away, and nothing else is") {
  const Rendered site;
  REQUIRE(site.render().exit_code == 0);
  site.folder.write("out/green/trees/index.html.br", "compressed");
  site.folder.write("out/parks/own.html", "of the editor's");
  site.folder.write("policies/site.json", support::site_file({"new.json"}));
  site.folder.write("policies/new.json", support::policy_file("new"));
  CHECK(site.render().out.find(", 4 taken away\n") != std::string::npos);
  CHECK(site.files() == std::set<std::string>{".enig-rendered", "index.html",
                                              "accessibility/index.html", "new/index.html",
                                              "parks/own.html", "api/v1/policies.json",
                                              "api/v1/policies/new.json", site.theme()});
  CHECK_FALSE(fs::exists(site.folder.path() / "out" / "green"));
}

TEST_CASE("a list that names files outside the folder takes none of them away") {
  const Rendered site;
  REQUIRE(site.render().exit_code == 0);
  site.folder.write("precious", "kept");
  site.folder.write(
      "out/.enig-rendered",
      "../precious\n" + (site.folder.path() / "precious").string() + "\nparks/../../precious\n");
  REQUIRE(site.render().exit_code == 0);
  CHECK(fs::exists(site.folder.path() / "precious"));
}

TEST_CASE("pages name the program that lies in the folder") {
  const Rendered site;
  site.folder.write("out/program/0123456789abcdef/loader.js", "loader");
  site.folder.write("out/program/current", "0123456789abcdef\n");
  REQUIRE(site.render().exit_code == 0);
  CHECK(site.read("green/trees/index.html")
            .find("src=\"../../program/0123456789abcdef/loader.js\"") != std::string::npos);
}

TEST_CASE("bad policies are not rendered, and a folder that cannot be written is said") {
  const Rendered site;
  site.folder.write("out", "a file, not a folder");
  const Captured no_folder = site.render();
  CHECK(no_folder.exit_code == 1);
  CHECK(no_folder.err.find("cannot be written") != std::string::npos);
  site.folder.write("policies/parks.json", "{}");
  const Captured bad = site.render();
  CHECK(bad.exit_code == 1);
  CHECK(bad.err.find("parks.json:1:1") != std::string::npos);
}
