#include "usecase/media_type.h"

#include "base/utf8.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace chengban::usecase {

namespace {

using namespace std::string_view_literals;

bool is_plain_text(std::string_view head) {
    // The head may end within a character.
    const std::size_t broken = first_broken_utf8(head);
    const bool whole = broken == std::string_view::npos ||
                       (head.size() == k_sniffed_bytes && broken + 3 >= head.size());
    return whole && !has_control(head.substr(0, broken));
}
bool is_zip_of(std::string_view head, std::initializer_list<std::string_view> first_names) {
    constexpr std::size_t k_name_at = 30; // of the first local file header
    return head.starts_with("PK\x03\x04") && head.size() > k_name_at &&
           std::any_of(first_names.begin(), first_names.end(), [&](std::string_view name) {
               return head.substr(k_name_at).starts_with(name);
           });
}
bool is_office(std::string_view head) {
    return is_zip_of(head, {"[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/"});
}
bool is_riff(std::string_view head, std::string_view kind) {
    return head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == kind;
}
// ISO base media (ftyp) of one of the brands.
bool is_iso_media(std::string_view head, std::initializer_list<std::string_view> brands) {
    return head.size() >= 12 && head.substr(4, 4) == "ftyp" &&
           std::any_of(brands.begin(), brands.end(), [&](std::string_view brand) {
               return head.substr(8, 4).starts_with(brand);
           });
}
bool is_mp3(std::string_view head) {
    return head.starts_with("ID3") ||
           (head.size() > 2 && head[0] == '\xFF' && (head[1] & '\xE0') == '\xE0');
}

struct Kind {
    std::string_view type;
    std::array<std::string_view, 2> endings;
    bool (*matches)(std::string_view head);
};

constexpr std::array k_kinds{
    Kind{"image/jpeg",
         {"jpg", "jpeg"},
         [](std::string_view h) { return h.starts_with("\xFF\xD8\xFF"); }},
    Kind{"image/png",
         {"png"},
         [](std::string_view h) { return h.starts_with("\x89PNG\r\n\x1A\n"); }},
    Kind{"image/webp", {"webp"}, [](std::string_view h) { return is_riff(h, "WEBP"); }},
    Kind{"image/heic",
         {"heic"},
         [](std::string_view h) {
             return is_iso_media(h, {"hei", "mif1", "msf1"});
         }},
    Kind{"application/pdf", {"pdf"}, [](std::string_view h) { return h.starts_with("%PDF-"); }},
    Kind{"application/ofd",
         {"ofd"},
         [](std::string_view h) {
             return is_zip_of(h, {"OFD.xml", "Doc_", "META-INF/"});
         }},
    Kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         {"docx"},
         is_office},
    Kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {"xlsx"}, is_office},
    Kind{"audio/mpeg", {"mp3"}, is_mp3},
    Kind{"audio/amr", {"amr"}, [](std::string_view h) { return h.starts_with("#!AMR"); }},
    Kind{"audio/wav", {"wav"}, [](std::string_view h) { return is_riff(h, "WAVE"); }},
    Kind{"audio/mp4",
         {"m4a"},
         [](std::string_view h) {
             return is_iso_media(h, {"M4A", "mp4", "iso", "dash"});
         }},
    Kind{"video/mp4",
         {"mp4"},
         [](std::string_view h) {
             return is_iso_media(h, {"mp4", "iso", "avc1", "M4V", "dash"});
         }},
    Kind{"text/plain", {"txt"}, is_plain_text},
};

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

const Kind* kind_of(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    const std::string ending =
        dot == std::string_view::npos ? "" : lower(file_name.substr(dot + 1));
    for (const Kind& kind : k_kinds) {
        if (!ending.empty() &&
            std::find(kind.endings.begin(), kind.endings.end(), ending) != kind.endings.end()) {
            return &kind;
        }
    }
    return nullptr;
}

// Characters that make a name show something else than it is, or point elsewhere.
bool is_deceptive(std::string_view name) {
    const std::u32string points = to_code_points(name);
    return std::any_of(points.begin(), points.end(), [](char32_t c) {
        return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == U'/' || c == U'\\' ||
               (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
               (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    });
}

Reason reason(std::string code, std::string field, std::string zh, std::string en) {
    return {std::move(code), "9", std::move(field), {std::move(zh), std::move(en)}};
}

} // namespace

std::vector<std::string> attachable_types() {
    std::vector<std::string> types;
    for (const Kind& kind : k_kinds) {
        types.emplace_back(kind.type);
    }
    return types;
}

std::optional<std::string_view> media_type_of(std::string_view file_name) {
    const Kind* kind = kind_of(file_name);
    return kind == nullptr ? std::nullopt : std::optional(kind->type);
}

std::vector<Reason> file_reasons(std::string_view file_name, std::string_view declared,
                                 std::string_view head) {
    std::vector<Reason> reasons;
    const std::size_t length = is_utf8(file_name) ? code_points(file_name) : 0;
    if (length == 0 || length > 255 || is_deceptive(file_name) || file_name.starts_with('.') ||
        trim(file_name) != file_name) {
        reasons.push_back(reason("bad_file_name", "file_name",
                                 "文件名须为 1–255 字，不含路径、控制字符或不可见字符",
                                 "a file name has 1 to 255 characters, without path, control or "
                                 "invisible characters"));
    }
    if (head.empty()) {
        reasons.push_back(reason("empty", "content", "文件是空的", "the file is empty"));
    }
    const Kind* kind = kind_of(file_name);
    if (kind == nullptr) {
        std::vector<std::string_view> endings;
        for (const Kind& one : k_kinds) {
            endings.push_back(one.endings[0]);
        }
        reasons.push_back(
            reason("type_not_allowed", "file_name",
                   fmt::format("不接受此类文件；可用：{}", fmt::join(endings, "、")),
                   fmt::format("such files are not taken; allowed: {}", fmt::join(endings, ", "))));
        return reasons;
    }
    if (!declared.empty() && declared != "application/octet-stream" && declared != kind->type) {
        reasons.push_back(reason(
            "type_mismatch", "content_type",
            fmt::format("文件名表明类型为 {}，但声明为 {}", kind->type, declared),
            fmt::format("by its name the file is {}, but declared is {}", kind->type, declared)));
    }
    if (!head.empty() && !kind->matches(head)) {
        reasons.push_back(
            reason("content_mismatch", "content",
                   fmt::format("文件内容不是 {}{}", kind->type,
                               kind->type == "text/plain" ? "（文本须为 UTF-8）" : ""),
                   fmt::format("the content is no {}{}", kind->type,
                               kind->type == "text/plain" ? " (text is UTF-8)" : "")));
    }
    return reasons;
}

} // namespace chengban::usecase
