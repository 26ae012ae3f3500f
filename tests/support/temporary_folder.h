// A folder of its own for one test, removed afterwards.
//
//     const support::TemporaryFolder folder;
//     folder.write("site.json", json);
//     load(folder.path());
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace enig::support {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Writes a file, and the folders that it lies in. Fails the test where that cannot be done.
  void write(const std::string& name, std::string_view bytes) const;
  // `text` with this folder's own name taken out, so that it can be compared.
  [[nodiscard]] std::string without_path(std::string text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace enig::support
