#include "paint/painter.h"

#include <algorithm>
#include <bitset>
#include <string_view>

#include <imgui.h>
#include <imgui_internal.h>

#include "page/names.h"
#include "paint/letters.h"
#include "paint/stamps.h"

namespace enig::paint {
namespace {

constexpr int blocks_ahead_max = 2;            // some 2 ms of a slow phone
constexpr int texture_side_max = 4096;         // every WebGL2 device has it
constexpr float curve_error_device_px = 0.2F;  // between a round corner and its polygon

// The letters of each font that are in a layout, the common ones: Latin with its extensions.
struct Alphabet {
  Font font;
  std::bitset<0x250> letters;
};

void collect(const Block& block, std::vector<Alphabet>& alphabets) {
  if (!block.lines.empty()) {
    auto alphabet = std::ranges::find(alphabets, block.font, &Alphabet::font);
    if (alphabet == alphabets.end()) {
      alphabet = alphabets.insert(alphabets.end(), Alphabet{block.font, {}});
    }
    const std::string_view text = block.node->text;
    for (std::size_t at = 0; at < text.size();) {
      const Letter letter = letter_at(text, at);
      at = letter.end;
      if (letter.code_point > U' ' && letter.code_point < alphabet->letters.size()) {
        alphabet->letters.set(letter.code_point);
      }
    }
  }
  for (const Placed& child : block.children) collect(*child.block, alphabets);
}

// Small letters and figures of every small font: what a press brings is said in them, so that it
// need not wait for their pictures.
void add_small_fonts(std::vector<Alphabet>& alphabets, float root_px) {
  std::bitset<0x250> letters;
  for (char32_t c = U'!'; c <= U'~'; ++c) letters.set(c);
  for (const Alphabet& alphabet : alphabets) letters |= alphabet.letters;
  for (int i = 0; i < page::look_count; ++i) {
    const Font font = font_of(static_cast<page::Look>(i), root_px);
    if (font.size_px > root_px) continue;
    auto alphabet = std::ranges::find(alphabets, font, &Alphabet::font);
    if (alphabet == alphabets.end()) {
      // Those of the layout itself are wanted first, and so come last.
      alphabet = alphabets.insert(alphabets.begin(), Alphabet{font, {}});
    }
    alphabet->letters |= letters;
  }
}

}  // namespace

// In order of dependence: the list goes first, the atlas last.
struct Painter::Easel {
  explicit Easel(PictureSource& pictures)
      : glyphs(prepared(atlas), pictures), list(&shared), ahead(&shared) {
    shared.FontAtlas = &atlas;
    shared.InitialFlags = ImDrawListFlags_AntiAliasedLines |
                          ImDrawListFlags_AntiAliasedLinesUseTex | ImDrawListFlags_AntiAliasedFill |
                          ImDrawListFlags_AllowVtxOffset;
    shared.CurveTessellationTol = 1;
    shared.SetCircleTessellationMaxError(curve_error_device_px);
    ImFontAtlasAddDrawListSharedData(&atlas, &shared);
    ImFontAtlasUpdateDrawListsSharedData(&atlas);  // where its white pixel lies
    data.Textures = &atlas.TexList;
  }
  ~Easel() { ImFontAtlasRemoveDrawListSharedData(&atlas, &shared); }
  Easel(const Easel&) = delete;
  Easel& operator=(const Easel&) = delete;

  static ImFontAtlas& prepared(ImFontAtlas& atlas) {
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    atlas.RendererHasTextures = true;
    atlas.TexMaxWidth = texture_side_max;
    atlas.TexMaxHeight = texture_side_max;
    return atlas;
  }

  ImFontAtlas atlas;
  ImDrawListSharedData shared;
  Glyphs glyphs;
  Stamps stamps;
  ImDrawList list;
  ImDrawList ahead;  // what is drawn on it is kept as stamps, and never shown
  ImDrawData data;
  int frame_count = 0;
};

Painter::Painter(const TextMeasure& measure, PictureSource& pictures, float pixel_ratio)
    : measure_(measure), pixel_ratio_(pixel_ratio), easel_(std::make_unique<Easel>(pictures)) {}

Painter::~Painter() = default;

ImDrawData& Painter::frame(const Layout& layout, const Scene& scene, Canvas canvas) {
  Easel& easel = *easel_;
  const ImVec2 size{canvas.width_px * pixel_ratio_, canvas.height_px * pixel_ratio_};
  ImFontAtlasUpdateNewFrame(&easel.atlas, ++easel.frame_count, true);
  easel.shared.ClipRectFullscreen = {0, 0, size.x, size.y};
  easel.list._ResetForNewFrame();
  easel.list.PushTexture(easel.atlas.TexRef);
  easel.list.PushClipRectFullScreen();
  easel.glyphs.keep();
  Pen pen(easel.list, easel.glyphs, easel.stamps, measure_,
          {.top_px = scene.top_px, .pixel_ratio = pixel_ratio_});
  drawn_ = draw(pen, layout, scene);
  easel.stamps.end_frame();
  easel.data.Clear();
  easel.data.Valid = true;
  easel.data.DisplaySize = size;
  easel.data.FramebufferScale = {1, 1};
  easel.data.Textures = &easel.atlas.TexList;
  easel.data.AddDrawList(&easel.list);
  return easel.data;
}

void Painter::plan(const Layout& layout, float root_px) {
  wanted_.clear();
  std::vector<Alphabet> alphabets;
  if (layout.root.block) collect(*layout.root.block, alphabets);
  add_small_fonts(alphabets, root_px);
  for (const Alphabet& alphabet : alphabets) {
    for (std::size_t letter = 0; letter < alphabet.letters.size(); ++letter) {
      if (!alphabet.letters.test(letter)) continue;
      wanted_.push_back({alphabet.font, static_cast<char32_t>(letter)});
    }
  }
}

bool Painter::prepare(int letters_max) {
  for (int i = 0; i < letters_max && !wanted_.empty(); ++i) {
    const Wanted wanted = wanted_.back();
    wanted_.pop_back();
    for (int quarters = 0; quarters < phase_count; quarters += phase_count / phases(pixel_ratio_)) {
      ImFontBaked* const face = easel_->glyphs.face({wanted.font, Phase{quarters}, pixel_ratio_});
      if (face != nullptr) static_cast<void>(Glyphs::find(*face, wanted.letter));
    }
  }
  return wanted_.empty();
}

bool Painter::look_ahead(const Layout& layout, const Scene& scene) {
  Easel& easel = *easel_;
  easel.ahead._ResetForNewFrame();
  easel.ahead.PushTexture(easel.atlas.TexRef);
  easel.ahead.PushClipRectFullScreen();
  Pen pen(easel.ahead, easel.glyphs, easel.stamps, measure_,
          {.top_px = scene.top_px, .pixel_ratio = pixel_ratio_});
  return draw_ahead(pen, layout, scene, blocks_ahead_max);
}

ImDrawData& Painter::last_frame() { return easel_->data; }

}  // namespace enig::paint
