#include "text/decode.h"

#include "base/utf8.h"
#include "text/private_use.h"
#include "text/utf8_walk.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <vector>

namespace chengban::text {

namespace {

constexpr std::string_view k_utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view k_utf16_little_mark = "\xFF\xFE";
constexpr std::string_view k_utf16_big_mark = "\xFE\xFF";

struct Words2 {
    std::string zh;
    std::string en;
};

Failure<Problem> refuse(std::string_view code, std::string_view file, std::size_t line,
                        std::size_t byte, const Words2& what) {
    return Failure{
        problem(std::string(code), fmt::format("{}:{}", file, line),
                fmt::format("文件「{}」第 {} 行（第 {} 字节）{}", file, line, byte + 1, what.zh),
                fmt::format("file \"{}\", line {} (byte {}): {}", file, line, byte + 1, what.en))};
}

std::size_t line_of(std::string_view bytes, std::size_t offset) {
    return 1 + static_cast<std::size_t>(std::count(
                   bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

class Converter {
public:
    Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
    ~Converter() {
        if (is_open()) {
            iconv_close(handle_);
        }
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // iconv_open answers (iconv_t) -1 when it fails.
    bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    // Appends to `out`; answers how many bytes were converted, all of them on success.
    std::size_t convert(std::string_view bytes, std::string& out) {
        std::vector<char> buffer(std::size_t{64} * 1024);
        char* in = const_cast<char*>(bytes.data());
        std::size_t in_left = bytes.size();
        bool stuck = false;
        while (in_left > 0 && !stuck) {
            char* to = buffer.data();
            std::size_t to_left = buffer.size();
            const std::size_t answer = iconv(handle_, &in, &in_left, &to, &to_left);
            stuck = answer == static_cast<std::size_t>(-1) && errno != E2BIG;
            out.append(buffer.data(), buffer.size() - to_left);
        }
        // Some sequences are held back until the next one is seen.
        char* to = buffer.data();
        std::size_t to_left = buffer.size();
        if (!stuck) {
            iconv(handle_, nullptr, nullptr, &to, &to_left);
            out.append(buffer.data(), buffer.size() - to_left);
        }
        return bytes.size() - in_left;
    }

private:
    iconv_t handle_;
};

Failure<Problem> no_converter() {
    return Failure{problem("gb18030_unavailable", {}, "系统缺少 GB 18030 转换模块",
                           "the system lacks the GB 18030 converter")};
}

Result<Decoded> decode_utf16(std::string_view bytes, std::string_view file, bool little) {
    const Words2 broken{"不是有效的 UTF-16", "is not valid UTF-16"};
    Decoded decoded{{}, little ? Encoding::utf16_little : Encoding::utf16_big};
    decoded.text.reserve(bytes.size() * 3 / 2);
    std::size_t line = 1;
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<std::uint8_t>(bytes[at]);
        const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
        return static_cast<char32_t>(little ? second << 8 | first : first << 8 | second);
    };
    for (std::size_t at = 2; at < bytes.size(); at += 2) {
        if (at + 1 >= bytes.size()) {
            return refuse("broken_encoding", file, line, at, broken);
        }
        char32_t code_point = unit(at);
        if (code_point >= 0xD800 && code_point <= 0xDFFF) {
            const char32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
            if (code_point > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
                return refuse("broken_encoding", file, line, at, broken);
            }
            code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        if (code_point == 0) {
            return refuse("nul_in_text", file, line, at,
                          {"含有 NUL 字符", "contains a NUL character"});
        }
        line += code_point == U'\n' ? 1 : 0;
        append_utf8(decoded.text, code_point);
    }
    return decoded;
}

// A damaged UTF-8 file can often be read as GB 18030 too, as nonsense. UTF-8 with few faults among
// many sequences is called damaged instead; GB 18030 is rarely valid UTF-8 for long.
bool is_damaged_utf8(std::string_view bytes) {
    std::size_t valid = 0;
    std::size_t faults = 0;
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t broken = first_broken_utf8(bytes.substr(at));
        const std::string_view good = bytes.substr(at, broken);
        valid += static_cast<std::size_t>(std::count_if(
            good.begin(), good.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0xE0; }));
        if (broken == std::string_view::npos) {
            break;
        }
        ++faults;
        at += broken + 1;
        while (at < bytes.size() && (static_cast<std::uint8_t>(bytes[at]) & 0xC0U) == 0x80U) {
            ++at;
        }
    }
    return valid > faults * 4;
}

Result<Decoded> decode_gb18030(std::string_view bytes, std::string_view file,
                               std::size_t utf8_break) {
    if (is_damaged_utf8(bytes)) {
        return refuse("broken_encoding", file, line_of(bytes, utf8_break), utf8_break,
                      {"是损坏的 UTF-8", "is damaged UTF-8"});
    }
    Converter converter("UTF-8", "GB18030");
    if (!converter.is_open()) {
        return no_converter();
    }
    Decoded decoded{{}, Encoding::gb18030};
    decoded.text.reserve(bytes.size() * 3 / 2);
    const std::size_t done = converter.convert(bytes, decoded.text);
    if (done != bytes.size()) {
        return refuse("broken_encoding", file, line_of(bytes, done), done,
                      {"既不是有效的 UTF-8，也不是有效的 GB 18030",
                       "is neither valid UTF-8 nor valid GB 18030"});
    }
    return decoded;
}

} // namespace

Result<Decoded> decode(std::string_view bytes, std::string_view file_name) {
    if (bytes.starts_with(k_utf16_little_mark) || bytes.starts_with(k_utf16_big_mark)) {
        return decode_utf16(bytes, file_name, bytes.starts_with(k_utf16_little_mark));
    }
    if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
        return refuse("nul_in_text", file_name, line_of(bytes, nul), nul,
                      {"含有 NUL 字节，不是文本文件", "contains a NUL byte, it is not text"});
    }
    const bool marked = bytes.starts_with(k_utf8_mark);
    const std::size_t broken = first_broken_utf8(bytes);
    if (broken == std::string_view::npos) {
        const std::string_view text = marked ? bytes.substr(k_utf8_mark.size()) : bytes;
        return Decoded{std::string(text), marked ? Encoding::utf8_with_mark : Encoding::utf8};
    }
    if (marked) {
        return refuse("broken_encoding", file_name, line_of(bytes, broken), broken,
                      {"不是有效的 UTF-8", "is not valid UTF-8"});
    }
    return decode_gb18030(bytes, file_name, broken);
}

Result<std::string> decode_text(std::string_view bytes, std::string_view file_name) {
    Result<Decoded> decoded = decode(bytes, file_name);
    if (!decoded) {
        return Failure{std::move(decoded).error()};
    }
    return std::move(decoded->text);
}

Result<std::string> encode_gb18030(std::string_view text) {
    invariant(is_utf8(text), "encode_gb18030 of broken UTF-8");
    Converter converter("GB18030", "UTF-8");
    if (!converter.is_open()) {
        return no_converter();
    }
    std::string standard;
    standard.reserve(text.size());
    walk_utf8(text, [&](char32_t c) { append_utf8(standard, standard_form(c)); });
    std::string bytes;
    bytes.reserve(text.size());
    const std::size_t done = converter.convert(standard, bytes);
    invariant(done == standard.size(), "a character without GB 18030 form");
    return bytes;
}

} // namespace chengban::text
