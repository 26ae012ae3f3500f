// The smallest policy file and site.json, for tests that need files on a disk.
//
//     folder.write("site.json", support::site_file({"a.json", "b/c.json"}));
//     folder.write("a.json", support::policy_file("parks"));
#pragma once

#include <string>
#include <vector>

namespace enig::support {

// A policy with one point, in English.
[[nodiscard]] inline std::string policy_file(const std::string& id) {
  return "{\n  \"format\": \"enig.policy/1\",\n  \"id\": \"" + id + R"(",
  "languages": ["en"],
  "party": "The Example Party",
  "title": "Parks",
  "sections": [
    { "id": "s", "title": "Parks", "points": [{ "id": "benches", "text": "Put up benches." }] }
  ],
  "question": "Do you agree?",
  "follow_up": { "agree": { "thanks": "Thanks." }, "disagree": { "thanks": "Thanks." } }
}
)";
}

// A site with these topics, one on each line from line 5 on.
[[nodiscard]] inline std::string site_file(const std::vector<std::string>& topics) {
  std::string json =
      "{\n  \"format\": \"enig.site/1\",\n  \"title\": \"Parks\", \"languages\": [\"en\"],\n";
  json += "  \"topics\": [";
  for (const std::string& topic : topics) {
    json += (json.ends_with('[') ? "\n    \"" : ",\n    \"") + topic + "\"";
  }
  return json + "\n  ]\n}\n";
}

}  // namespace enig::support
