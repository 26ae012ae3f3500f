#include "paint/draw.h"

#include <imgui.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <tuple>

#include "base/utf8.h"
#include "paint/painter.h"
#include "tests/paint/fixed_letters.h"
#include "tests/paint/pages.h"

using namespace enig;
using namespace enig::paint;

namespace {

constexpr Window phone{.width_px = 360, .root_px = 16, .breadth = Breadth::narrow};
const page::Palette palette = page::light_palette(page::colour_from("#c8102e"));

// What a renderer does with the textures, without a graphics card.
void accept_textures(const ImDrawData& data) {
  for (ImTextureData* const texture : *data.Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else if (texture->Status != ImTextureStatus_Destroyed) {
      texture->SetTexID(static_cast<ImTextureID>(texture->UniqueID + 1));
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

std::set<std::uint32_t> colours_of(const ImDrawData& data) {
  std::set<std::uint32_t> colours;
  for (const ImDrawList* const list : data.CmdLists) {
    for (const ImDrawVert& vertex : list->VtxBuffer) colours.insert(vertex.col);
  }
  return colours;
}

std::uint32_t packed(page::Paint paint) {
  const page::Colour colour = palette.of(paint);
  return IM_COL32(colour.r, colour.g, colour.b, 255);
}

struct Studio {
  explicit Studio(page::Page shown, float pixel_ratio = 1)
      : page(std::move(shown)),
        layout(lay_out(page.root, letters, phone)),
        painter(letters, letters, pixel_ratio) {}

  ImDrawData& draw_band(float top_px, float height_px, Pointing pointing = {}, Motion motion = {}) {
    const Scene scene{.palette = palette,
                      .top_px = top_px,
                      .bottom_px = top_px + height_px,
                      .pointing = pointing,
                      .motion = std::move(motion)};
    ImDrawData& data = painter.frame(layout, scene, {360, height_px});
    accept_textures(data);
    return data;
  }

  Box box(std::string_view id) const {
    const std::vector<Box> boxes = boxes_of(layout);
    return *std::ranges::find_if(boxes, [id](const Box& b) { return b.node->id == id; });
  }

  FixedLetters letters;
  page::Page page;
  Layout layout;
  Painter painter;
};

}  // namespace

TEST_CASE("a page is drawn as triangles in the atlas's texture") {
  Studio studio(page_of(support::small_publication()));
  const ImDrawData& data = studio.draw_band(0, studio.layout.height_px);
  CHECK(data.Valid);
  CHECK(data.TotalVtxCount > 1000);
  CHECK(data.TotalIdxCount % 3 == 0);
  for (const ImDrawList* const list : data.CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      CHECK(command.GetTexID() != ImTextureID_Invalid);
    }
  }
}

TEST_CASE("every letter's corners lie on whole device pixels, at every pixel ratio") {
  for (const float ratio : {1.0F, 1.25F, 2.0F, 3.0F}) {
    page::Page page;
    page.root.id = "root";
    page.root.look = page::Look::body;
    page.root.text = "Enig";
    Studio studio(page, ratio);
    const ImDrawData& data = studio.draw_band(0, 100);
    CHECK(data.TotalVtxCount == 4 * 4);
    for (const ImDrawVert& vertex : data.CmdLists[0]->VtxBuffer) {
      CHECK(vertex.pos.x == std::round(vertex.pos.x));
      CHECK(vertex.pos.y == std::round(vertex.pos.y));
    }
  }
}

TEST_CASE("letters keep within a quarter of a device pixel of their place at pixel ratio 1") {
  // 9 px a letter at 18 px: the picture for the phase starts where the letter does.
  page::Page page;
  page.root.id = "root";
  page.root.look = page::Look::small;  // 14 px: 7 px a letter
  page.root.text = "aaaa";
  Studio studio(page);
  const ImDrawData& data = studio.draw_band(0, 100);
  const ImVector<ImDrawVert>& vertices = data.CmdLists[0]->VtxBuffer;
  for (int i = 0; i < 4; ++i) {
    CHECK(vertices[i * 4].pos.x == page::side_px + 7.0F * static_cast<float>(i));
  }
}

TEST_CASE("only the band is drawn") {
  Studio studio(page_of(support::small_publication()));
  const int all = studio.draw_band(0, studio.layout.height_px).TotalVtxCount;
  const int some = studio.draw_band(300, 200).TotalVtxCount;
  const int none = studio.draw_band(studio.layout.height_px + 10, 200).TotalVtxCount;
  CHECK(some > 0);
  CHECK(some < all / 2);
  CHECK(none == 0);
}

TEST_CASE("a band shows its boxes at the canvas's own coordinates") {
  Studio studio(page_of(support::small_publication()));
  const Box button = studio.box("sone-1.agree");
  const ImDrawData& data = studio.draw_band(button.rect.y, button.rect.height);
  float top = 1e9F;
  for (const ImDrawVert& vertex : data.CmdLists[0]->VtxBuffer) {
    if (vertex.col == packed(page::Paint::paper)) top = std::min(top, vertex.pos.y);
  }
  CHECK(std::abs(top) <= 1);
}

TEST_CASE("a pressed stance is filled with its colour, the others are quiet") {
  Studio fresh(page_of(support::small_publication()));
  CHECK_FALSE(
      colours_of(fresh.draw_band(0, fresh.layout.height_px)).contains(packed(page::Paint::agree)));
  Studio answered(page_of(support::small_publication(),
                          {app::Answer{{PointId("sone-1")}, opinion::Stance::agree}}));
  const std::set<std::uint32_t> colours =
      colours_of(answered.draw_band(0, answered.layout.height_px));
  CHECK(colours.contains(packed(page::Paint::agree)));
  CHECK(colours.contains(packed(page::Paint::on_stance)));
  CHECK_FALSE(colours.contains(packed(page::Paint::disagree)));
}

TEST_CASE("a bar has all three stances' colours, its interval and the person's own mark") {
  Studio studio(answered_page(support::small_publication()));
  const Box bar = studio.box("sone-1.bar");
  const ImDrawData& data = studio.draw_band(bar.rect.y, bar.rect.height);
  const std::set<std::uint32_t> colours = colours_of(data);
  for (const page::Paint paint : {page::Paint::agree, page::Paint::disagree, page::Paint::unsure,
                                  page::Paint::ink, page::Paint::on_stance}) {
    CHECK(colours.contains(packed(paint)));
  }
}

TEST_CASE("pointing at a button and holding it change its colours, pointing at a text does not") {
  Studio studio(page_of(support::small_publication()));
  const auto look = [&studio](Pointing pointing) {
    return colours_of(studio.draw_band(0, studio.layout.height_px, pointing));
  };
  const std::set<std::uint32_t> plain = look({});
  CHECK(look({.hovered_id = "sone-1.agree", .held_id = ""}) != plain);
  CHECK(look({.hovered_id = "sone-1.agree", .held_id = "sone-1.agree"}) !=
        look({.hovered_id = "sone-1.agree", .held_id = ""}));
  CHECK(look({.hovered_id = "sone-1.text", .held_id = ""}) == plain);
}

TEST_CASE("a pressed button fills, and a released one empties, from how it was to how it is") {
  Studio studio(page_of(support::small_publication(),
                        {app::Answer{{PointId("sone-1")}, opinion::Stance::agree}}));
  const auto look = [&studio](float progress) {
    return colours_of(studio.draw_band(0, studio.layout.height_px, {},
                                       {.ids = {"sone-1.agree"}, .progress = progress}));
  };
  CHECK_FALSE(look(0).contains(packed(page::Paint::agree)));
  CHECK(look(1).contains(packed(page::Paint::agree)));
  const page::Colour half =
      mix(palette.of(page::Paint::paper), palette.of(page::Paint::agree), 0.5F);
  CHECK(look(0.5F).contains(IM_COL32(half.r, half.g, half.b, 255)));
}

TEST_CASE("a new bar grows from its middle") {
  Studio studio(answered_page(support::small_publication()));
  const Box bar = studio.box("sone-1.bar");
  const auto right_end = [&](float progress) {
    const ImDrawData& data = studio.draw_band(bar.rect.y, bar.rect.height, {},
                                              {.ids = {"sone-1.bar"}, .progress = progress});
    float right = 0;
    for (const ImDrawVert& vertex : data.CmdLists[0]->VtxBuffer) {
      if (vertex.col == packed(page::Paint::agree)) right = std::max(right, vertex.pos.x);
    }
    return right;
  };
  const float middle = bar.rect.x + bar.rect.width / 2;
  CHECK(right_end(0) == 0);  // nothing to see yet
  CHECK(right_end(0.5F) > middle);
  CHECK(right_end(0.5F) < right_end(1));
}

TEST_CASE("a letter is drawn by the source once, and then kept") {
  Studio studio(page_of(support::small_publication()));
  studio.draw_band(0, studio.layout.height_px);
  const int first = studio.letters.pictures_drawn;
  CHECK(first > 0);
  studio.draw_band(0, studio.layout.height_px);
  studio.draw_band(100, studio.layout.height_px);
  CHECK(studio.letters.pictures_drawn == first);
}

TEST_CASE("what is printed as it was drawn before is what would be drawn") {
  using Corner = std::tuple<long, long, std::uint32_t>;
  const auto near = [](float place) { return std::lround(place * 16); };
  const auto corners = [&near](const ImDrawData& data) {
    std::multiset<Corner> all;
    for (const ImDrawList* const list : data.CmdLists) {
      for (const ImDrawIdx index : list->IdxBuffer) {
        const ImDrawVert& vertex = list->VtxBuffer[index];
        all.emplace(near(vertex.pos.x), near(vertex.pos.y), vertex.col);
      }
    }
    return all;
  };
  const page::Page page = answered_page(baerum());
  for (const float ratio : {1.0F, 1.5F, 3.0F}) {
    Studio kept(page, ratio);
    const Box pointed = kept.box("rammevilkar.agree");
    // Down and up again, in steps of whole device pixels and of parts of them.
    for (const float top : {0.0F, 0.5F, 120.0F, 333.25F, 900.0F, 5000.0F, 334.0F, 120.0F, 0.0F}) {
      for (const std::string_view hovered : {"", "rammevilkar.agree"}) {
        Studio fresh(page, ratio);
        const Pointing pointing{hovered, {}};
        CAPTURE(ratio, top, hovered);
        CHECK(corners(kept.draw_band(top, 740, pointing)) ==
              corners(fresh.draw_band(top, 740, pointing)));
      }
    }
    CHECK(pointed.rect.width > 0);
  }
}

TEST_CASE("a band that has been drawn is printed") {
  Studio studio(answered_page(baerum()));
  studio.draw_band(0, 2000);
  const int first = studio.letters.pictures_drawn;
  const auto start = studio.painter.drawn();
  studio.draw_band(0, 2000);
  CHECK(studio.letters.pictures_drawn == first);
  CHECK(studio.painter.drawn() < start / 4);
}

TEST_CASE("what has been drawn ahead is printed when it comes into view") {
  Studio studio(answered_page(baerum()));
  studio.draw_band(0, 700);
  const Scene around{
      .palette = palette, .top_px = 0, .bottom_px = 2100, .pointing = {}, .motion = {}};
  int slices = 1;
  while (!studio.painter.look_ahead(studio.layout, around)) ++slices;
  CHECK(slices > 2);
  Studio fresh(answered_page(baerum()));
  const int vertices = fresh.draw_band(1050, 700).TotalVtxCount;
  CHECK(studio.draw_band(1050, 700).TotalVtxCount == vertices);
  CHECK(studio.painter.drawn() < fresh.painter.drawn() / 4);
}

TEST_CASE("a page with more letters than the first atlas holds is drawn whole") {
  std::string text;
  for (char32_t letter = 0x4E00; letter < 0x4E00 + 1500; ++letter) utf8::append(text, letter);
  page::Page page;
  page.root.id = "root";
  page.root.look = page::Look::title;
  page.root.text = text;
  Studio studio(page, 2);
  int vertices = 0;
  for (int frame = 0; frame < 3; ++frame) {
    vertices = studio.draw_band(0, studio.layout.height_px).TotalVtxCount;
  }
  CHECK(vertices == 1500 * 4);
}

TEST_CASE("more letters than 16 bits can count are drawn with vertex offsets") {
  page::Page page;
  page.root.id = "root";
  page.root.look = page::Look::body;
  page.root.text = std::string(30'000, 'a');
  Studio studio(page);
  const ImDrawData& data = studio.draw_band(0, studio.layout.height_px);
  CHECK(data.TotalVtxCount == 30'000 * 4);
  CHECK(data.CmdLists[0]->CmdBuffer.Size > 1);
}

TEST_CASE("an emoji keeps its own colours") {
  page::Page page;
  page.root.id = "root";
  page.root.look = page::Look::body;
  page.root.text = "😀";
  Studio studio(page);
  CHECK(colours_of(studio.draw_band(0, 100)) == std::set<std::uint32_t>{0xFFFFFFFF});
}

TEST_CASE("colours mix from the one to the other") {
  constexpr page::Colour black{0, 0, 0};
  constexpr page::Colour light{200, 100, 50};
  CHECK(mix(black, light, 0) == black);
  CHECK(mix(black, light, 1) == light);
  CHECK(mix(black, light, 0.5F) == page::Colour{100, 50, 25});
}
