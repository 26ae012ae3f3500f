// Pictures of letters, and the ImGui fonts that keep them in their atlas. Where the pictures come
// from is the caller's business: the browser draws them on a 2D canvas, a test makes boxes.
//
//     Glyphs glyphs(atlas, source);
//     ImFontBaked* const face = glyphs.face({{18, 400}, Phase{0}, 2});
//     const ImFontGlyph* glyph = Glyphs::find(*face, U'å');
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "paint/text_measure.h"

struct ImFontAtlas;
struct ImFontBaked;
struct ImFontGlyph;

namespace enig::paint {

// Where between two device pixels a letter starts, in quarters: letters keep their even rhythm on a
// screen with few pixels, and every one of them stays sharp.
struct Phase {
  int quarters = 0;  // 0 … 3
  friend bool operator==(const Phase&, const Phase&) = default;
};
inline constexpr int phase_count = 4;
// How many of them are used: with more pixels, fewer are needed. In pen.cpp.
[[nodiscard]] int phases(float pixel_ratio);

// A letter's picture in device pixels. `left` and `top` lead from the letter's origin on the
// baseline to the picture's top left corner; top is negative above the baseline. An empty picture
// (a space) has no width.
struct Picture {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  bool is_coloured = false;              // RGBA: an emoji; otherwise one byte of coverage per pixel
  std::span<const std::uint8_t> pixels;  // rows from the top; lives until the source is asked again
};

struct Drawn {
  Font font;
  Phase phase;
  float pixel_ratio = 1;  // device pixels per CSS px
};

class PictureSource {
 public:
  virtual ~PictureSource() = default;
  [[nodiscard]] virtual Picture picture(char32_t letter, const Drawn& how) = 0;

 protected:
  PictureSource() = default;
  PictureSource(const PictureSource&) = default;
  PictureSource& operator=(const PictureSource&) = default;
};

// The fonts of one atlas. Lives no longer than the atlas and the source.
class Glyphs {
 public:
  Glyphs(ImFontAtlas& atlas, PictureSource& source);
  ~Glyphs();
  Glyphs(const Glyphs&) = delete;
  Glyphs& operator=(const Glyphs&) = delete;

  // All glyphs that are drawn alike; valid within a frame. Null where the atlas is full.
  [[nodiscard]] ImFontBaked* face(const Drawn& how);

  // Counts every face as used in this frame, also where no letter of it is asked for: ImGui drops
  // the others when the atlas is short of room. A large atlas is left to it.
  void keep();

  // The glyph in device pixels around its origin; valid until the next call. Null where the atlas
  // is full.
  [[nodiscard]] static const ImFontGlyph* find(ImFontBaked& face, char32_t letter);

 private:
  struct Shelf;
  std::unique_ptr<Shelf> shelf_;
};

}  // namespace enig::paint
