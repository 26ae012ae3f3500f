#include "html/document.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;

namespace {

page::Page small_page() {
  page::Page page;
  page.language = "nb";
  page.title = "Tog & båt {{root}}";
  page.root.id = "enig.page";
  page.root.kind = page::Kind::paragraph;
  page.root.text = "Hei {{title}}";
  return page;
}

}  // namespace

TEST_CASE("each place of the template is filled once, and what is put in is not read again") {
  CHECK(html::document("<html lang={{language}}><title>{{title}}</title><a href={{root}}x>{{page}}",
                       small_page(), {.root = "../", .publication_json = ""}) ==
        "<html lang=nb><title>Tog &amp; båt {{root}}</title><a href=../x>"
        "<p id=\"enig.page\">Hei {{title}}</p>\n");
}

TEST_CASE("a place that is not known stays as it is written") {
  CHECK(html::document("a {{colour}} b {{", small_page(), {}) == "a {{colour}} b {{");
}

TEST_CASE("the publication is put in as it is, not as words") {
  CHECK(html::document("<script>{{publication}}</script>", small_page(),
                       {.root = "", .publication_json = R"({"a":"Tog & {{root}}"})"}) ==
        R"(<script>{"a":"Tog & {{root}}"}</script>)");
}
