#include "html/document.h"

#include <catch2/catch_test_macros.hpp>

using namespace enig;

namespace {

page::Page small_page() {
  page::Page page;
  page.language = "nb";
  page.title = "Tog & båt {{theme}}";
  page.root.id = "enig.page";
  page.root.kind = page::Kind::paragraph;
  page.root.text = "Hei {{title}}";
  return page;
}

}  // namespace

TEST_CASE("each place of the template is filled once, and what is put in is not read again") {
  CHECK(html::document(
            "<html lang={{language}}><title>{{title}}</title><a href={{program}}x {{theme}}>"
            "{{page}}{{early}}",
            small_page(), {.program = "../p/", .theme = "../t", .early = "<i>"}) ==
        "<html lang=nb><title>Tog &amp; båt {{theme}}</title><a href=../p/x ../t>"
        "<p id=\"enig.page\">Hei {{title}}</p>\n<i>");
}

TEST_CASE("where there is no program, the template's lines that name it are left out") {
  const std::string_view text = "a\n<b {{program}}x>\n<c {{theme}}>\n<d {{program}}y>";
  CHECK(html::document(text, small_page(), {.program = "p/", .theme = "t"}) ==
        "a\n<b p/x>\n<c t>\n<d p/y>");
  CHECK(html::document(text, small_page(), {.theme = "t"}) == "a\n<c t>\n");
}

TEST_CASE("a place that is not known stays as it is written") {
  CHECK(html::document("a {{colour}} b {{", small_page(), {}) == "a {{colour}} b {{");
}

TEST_CASE("the publication is put in as it is, not as words") {
  CHECK(html::document("<script>{{publication}}</script>", small_page(),
                       {.publication_json = R"({"a":"Tog & {{theme}}"})"}) ==
        R"(<script>{"a":"Tog & {{theme}}"}</script>)");
}

TEST_CASE("a page that starts the program names its words in the page's language") {
  CHECK(html::document("{{words}}<x>", small_page(),
                       {.program = "../p/", .publication_json = "{}"}) ==
        "<link id=\"enig.words\" rel=\"preload\" as=\"fetch\" crossorigin "
        "href=\"../p/words.nb.txt\">\n<x>");
  CHECK(html::document("{{words}}<x>", small_page(), {.program = "../p/"}) == "<x>");
  CHECK(html::document("{{words}}<x>", small_page(), {.publication_json = "{}"}) == "<x>");
}
