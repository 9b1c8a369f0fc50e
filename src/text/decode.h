// Bytes of files from elsewhere → UTF-8, and UTF-8 → GB 18030 for those who need it. Inside the
// product text is UTF-8 only.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace chengban::text {

enum class Encoding { utf8, utf8_with_mark, utf16_little, utf16_big, gb18030 };

struct Decoded {
    std::string text; // valid UTF-8 without byte order mark and without NUL
    Encoding encoding = Encoding::utf8;
};

// By byte order mark, else UTF-8 when it is valid, else GB 18030-2022. Refused, naming `file_name`,
// line and byte (both counted from 1): NUL, broken sequences, UTF-8 that is damaged in places.
Result<Decoded> decode(std::string_view bytes, std::string_view file_name);
Result<std::string> decode_text(std::string_view bytes, std::string_view file_name);

// `text` must be valid UTF-8. Every character has a form in GB 18030-2022; the 24 private use code
// points of older editions are written as the characters they stood for. Fails only where the C
// library lacks its converter.
Result<std::string> encode_gb18030(std::string_view text);

} // namespace chengban::text
