#include "documents/press.h"

#include "base/invariant.h"
#include "documents/layout.h"
#include "documents/visible_text.h"

#include <cairo-pdf.h>
#include <malloc.h>

#include <array>
#include <mutex>
#include <stdexcept>

namespace chengban::documents {

namespace {

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyContext {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

void draw(cairo_t* cairo, const TextMark& mark) {
    cairo_set_source_rgb(cairo, mark.colour.red, mark.colour.green, mark.colour.blue);
    mark.line.draw(cairo, mark.x, mark.baseline);
}

void draw(cairo_t* cairo, const RuleMark& mark) {
    cairo_set_source_rgb(cairo, mark.colour.red, mark.colour.green, mark.colour.blue);
    cairo_set_line_width(cairo, mark.thickness);
    cairo_move_to(cairo, mark.x1, mark.y1);
    cairo_line_to(cairo, mark.x2, mark.y2);
    cairo_stroke(cairo);
}

void draw(cairo_t* cairo, const SealMark& mark) {
    constexpr std::array k_dashes{3.0, 3.0};
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 0.95, 0.6, 0.6);
    cairo_set_line_width(cairo, 0.6);
    cairo_set_dash(cairo, k_dashes.data(), static_cast<int>(k_dashes.size()), 0);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, mark.x, mark.y, mark.radius, 0, 2 * 3.14159265358979);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

class Press {
public:
    // Fonts are loaded by the first document, and one at a time is printed: their caches are
    // shared.
    static std::string print(const std::vector<const Document*>& documents,
                             const FileFacts& facts) {
        static std::mutex mutex;
        static std::unique_ptr<Press> press;
        const std::lock_guard lock(mutex);
        if (press == nullptr) {
            // Embedding reads whole fonts. Without a fixed threshold the allocator learns to keep
            // such blocks, 20 MB in every thread that ever printed.
            mallopt(M_MMAP_THRESHOLD, 1 << 20);
            press = std::make_unique<Press>();
        }
        return press->pdf(documents, facts);
    }

private:
    std::string pdf(const std::vector<const Document*>& documents, const FileFacts& facts) const {
        invariant(!documents.empty(), "there is something to print");
        std::string bytes;
        const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
            cairo_pdf_surface_create_for_stream(append, &bytes, 1, 1));
        set_facts(surface.get(), documents.front()->title, facts);
        const std::unique_ptr<cairo_t, DestroyContext> cairo(cairo_create(surface.get()));
        for (const Document* document : documents) {
            const Pages pages = lay_out(*document, typesetter_);
            for (const Page& page : pages.pages) {
                cairo_pdf_surface_set_size(surface.get(), pages.width, pages.height);
                for (const Mark& mark : page.marks) {
                    std::visit([&](const auto& m) { draw(cairo.get(), m); }, mark);
                }
                cairo_show_page(cairo.get());
            }
        }
        cairo_surface_finish(surface.get());
        if (const cairo_status_t status = cairo_surface_status(surface.get());
            status != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
        }
        return bytes;
    }

    static void set_facts(cairo_surface_t* surface, const std::string& title,
                          const FileFacts& facts) {
        const std::string created = to_string(facts.created);
        const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
            cairo_pdf_surface_set_metadata(surface, key, value.c_str());
        };
        set(CAIRO_PDF_METADATA_TITLE, visible(title));
        set(CAIRO_PDF_METADATA_AUTHOR, visible(facts.author));
        set(CAIRO_PDF_METADATA_CREATOR, "chengban");
        set(CAIRO_PDF_METADATA_CREATE_DATE, created);
        set(CAIRO_PDF_METADATA_MOD_DATE, created);
    }

    Typesetter typesetter_;
};

} // namespace

std::string to_pdf(const Document& document, const FileFacts& facts) {
    return Press::print({&document}, facts);
}

std::string to_pdf(const std::vector<Document>& documents, const FileFacts& facts) {
    std::vector<const Document*> pointers;
    for (const Document& document : documents) {
        pointers.push_back(&document);
    }
    return Press::print(pointers, facts);
}

} // namespace chengban::documents
