// Sets text into lines: fonts by a stack, Chinese line breaking (no closing mark begins a line, no
// opening one ends it), both edges flush. Pango shapes and breaks; where lines go is decided
// elsewhere.
//
// The first typesetter of a process loads the fonts (tens of milliseconds, tens of megabytes), so
// none is made before a document is asked for. One belongs to one thread at a time.
#pragma once

#include "documents/document.h"

#include <memory>
#include <string>
#include <vector>

using cairo_t = struct _cairo;
using PangoLayout = struct _PangoLayout;

namespace chengban::documents {

// The faces of GB/T 9704 by their office names; each is a stack of fonts, the office's first.
enum class Face { fangsong, kai, hei, song, title };

std::string font_stack(Face face);

struct Colour {
    double red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};
inline constexpr Colour k_black{};
inline constexpr Colour k_red{0.85, 0.05, 0.05};
inline constexpr Colour k_grey{0.45, 0.45, 0.45};

// One line, ready to be drawn with its baseline at a point.
class Line {
public:
    Line(std::shared_ptr<PangoLayout> layout, int index)
        : layout_(std::move(layout)), index_(index) {}

    std::string text() const;
    double width() const;
    void draw(cairo_t* cairo, double x, double baseline) const;

private:
    std::shared_ptr<PangoLayout> layout_; // keeps all lines of its paragraph
    int index_;
};

struct Setting {
    Face face = Face::fangsong;
    double size = 16;
    double advance = 0; // of a Chinese character; 0: its size
    double width = 0;   // of the lines; 0: one line, as long as it is
    double indent = 0;  // of the first
    bool justify = false;
};

class Typesetter {
public:
    Typesetter();
    ~Typesetter();
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;

    // At least one line. Characters without a glyph are written out (visible_text.h).
    std::vector<Line> set(const std::string& text, const Setting& setting) const;
    // One line; made smaller where it would be wider than `width`.
    Line set_line(const std::string& text, const Setting& setting) const;

private:
    struct Fonts;
    std::unique_ptr<Fonts> fonts_;
};

// From the top of a line of this height to the baseline of its characters, centred in it.
inline double baseline_in(double height, double size) {
    return height / 2 + 0.38 * size;
}

} // namespace chengban::documents
