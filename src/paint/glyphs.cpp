#include "paint/glyphs.h"

#include <algorithm>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>
#include <misc/freetype/imgui_freetype.h>

namespace enig::paint {
namespace {

constexpr int texture_side_kept = 2048;  // 16 MB

// ImGui rounds the size that it asks a font for, so every size has a font of its own, whose exact
// size is here.
struct Entry {
  Drawn how;
  ImFont* font;
};

struct Source {
  PictureSource* pictures = nullptr;
  std::vector<Entry> entries;

  const Entry* of(const ImFont* font) const {
    const auto entry =
        std::ranges::find_if(entries, [font](const Entry& e) { return e.font == font; });
    return entry == entries.end() ? nullptr : &*entry;
  }
};

bool init_baked(ImFontAtlas* /*atlas*/, ImFontConfig* /*config*/, ImFontBaked* baked,
                void* /*data*/) {
  baked->Ascent = baked->Size;  // ours are placed by their baseline; ImGui's own text is not used
  baked->Descent = 0;
  return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void* /*data*/,
                ImWchar letter, ImFontGlyph* glyph, float* advance) {
  const auto* source = static_cast<const Source*>(atlas->UserData);
  const Entry* const entry = source->of(baked->ContainerFont);
  if (entry == nullptr) return false;  // while the font is being added
  if (advance != nullptr) {
    *advance = 0;
    return true;
  }
  const Picture picture = source->pictures->picture(letter, entry->how);
  glyph->Codepoint = letter & 0x3FFFFFFU;
  glyph->AdvanceX = 0;  // layout has its own measure
  if (picture.width == 0 || picture.height == 0) return true;
  const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, picture.width, picture.height);
  if (id == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* const rect = ImFontAtlasPackGetRect(atlas, id);
  glyph->X0 = static_cast<float>(picture.left);
  glyph->Y0 = static_cast<float>(picture.top);
  glyph->X1 = static_cast<float>(picture.left + picture.width);
  glyph->Y1 = static_cast<float>(picture.top + picture.height);
  glyph->Visible = 1;
  glyph->Colored = picture.is_coloured ? 1 : 0;
  glyph->PackId = id;
  const ImTextureFormat format =
      picture.is_coloured ? ImTextureFormat_RGBA32 : ImTextureFormat_Alpha8;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, config, glyph, rect, picture.pixels.data(),
                                     format, picture.width * (picture.is_coloured ? 4 : 1));
  return true;
}

const ImFontLoader& loader() {
  static const ImFontLoader instance = [] {
    ImFontLoader made;
    made.Name = "enig";
    made.FontBakedInit = init_baked;
    made.FontBakedLoadGlyph = load_glyph;
    return made;
  }();
  return instance;
}

}  // namespace

}  // namespace enig::paint

// ImGui asks for its font loader by this name. Ours is given, so that no rasteriser is linked.
const ImFontLoader* ImGuiFreeType::GetFontLoader() { return &enig::paint::loader(); }

namespace enig::paint {

struct Glyphs::Shelf {
  ImFontAtlas& atlas;
  Source source;

  ImFont* font_for(const Drawn& how) {
    const auto same = [&how](const Entry& entry) {
      return entry.how.font == how.font && entry.how.phase == how.phase &&
             entry.how.pixel_ratio == how.pixel_ratio;
    };
    const auto entry = std::ranges::find_if(source.entries, same);
    if (entry != source.entries.end()) return entry->font;
    ImFontConfig config;
    config.FontLoader = &loader();
    config.SizePixels = how.font.size_px;
    ImFont* const font = atlas.AddFont(&config);
    source.entries.push_back({how, font});
    return font;
  }
};

Glyphs::Glyphs(ImFontAtlas& atlas, PictureSource& source)
    : shelf_(new Shelf{atlas, {&source, {}}}) {
  atlas.UserData = &shelf_->source;
  static_cast<void>(shelf_->font_for({}));  // ImGui wants one font to call its own
}

Glyphs::~Glyphs() = default;

ImFontBaked* Glyphs::face(const Drawn& how) {
  return shelf_->font_for(how)->GetFontBaked(how.font.size_px);
}

void Glyphs::keep() {
  const ImFontAtlas& atlas = shelf_->atlas;
  if (atlas.TexData->Width > texture_side_kept || atlas.TexData->Height > texture_side_kept) return;
  for (const Entry& entry : shelf_->source.entries) {
    if (ImFontBaked* const face = entry.font->LastBaked) {
      face->LastUsedFrame = atlas.Builder->FrameCount;
    }
  }
}

const ImFontGlyph* Glyphs::find(ImFontBaked& face, char32_t letter) {
  return face.FindGlyphNoFallback(letter);
}

}  // namespace enig::paint
