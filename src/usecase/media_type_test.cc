#include "usecase/media_type.h"

#include "base/utf8.h"

#include <gmock/gmock.h>

namespace chengban::usecase {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> codes(std::string_view name, std::string_view declared,
                               std::string_view head) {
    std::vector<std::string> list;
    for (const Reason& reason : file_reasons(name, declared, head)) {
        EXPECT_FALSE(reason.words.zh.empty());
        EXPECT_FALSE(reason.words.en.empty());
        list.push_back(reason.code);
    }
    return list;
}

constexpr std::string_view k_png = "\x89PNG\r\n\x1A\n rest";
constexpr std::string_view
    k_docx("PK\x03\x04\x14\0\x06\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0"
           "[Content_Types].xml",
           49);

TEST(MediaType, NameDeclarationAndContentAgree) {
    EXPECT_THAT(codes("现场照片.PNG", "image/png", k_png), IsEmpty());
    EXPECT_THAT(codes("现场照片.png", "", k_png), IsEmpty());
    EXPECT_THAT(codes("现场照片.png", "application/octet-stream", k_png), IsEmpty());
    EXPECT_THAT(codes("调查报告.docx", "", k_docx), IsEmpty());
    EXPECT_THAT(codes("说明.txt", "text/plain", "已于 10 月 9 日现场查看。\n"), IsEmpty());
    EXPECT_THAT(codes("录音.mp3", "audio/mpeg", "ID3\x04"), IsEmpty());
    EXPECT_THAT(codes("现场照片.png", "image/jpeg", k_png), ElementsAre("type_mismatch"));
    EXPECT_THAT(codes("现场照片.jpg", "image/jpeg", k_png), ElementsAre("content_mismatch"));
    EXPECT_THAT(codes("报告.pdf", "", k_docx), ElementsAre("content_mismatch"));
}

TEST(MediaType, ProgramsAndPagesAreNotTakenWhateverTheyClaim) {
    for (const char* name :
         {"a.html", "a.svg", "a.exe", "a.js", "a.docm", "a.zip", "a", "a.", "png", "a.png.html"}) {
        EXPECT_THAT(codes(name, "", k_png), ElementsAre("type_not_allowed")) << name;
    }
    EXPECT_THAT(codes("a.png", "", "<html><script>"), ElementsAre("content_mismatch"));
    EXPECT_THAT(codes("a.docx", "", "MZ\x90"), ElementsAre("content_mismatch"));
}

TEST(MediaType, AllReasonsAtOnce) {
    EXPECT_THAT(codes("../a.png", "image/jpeg", "GIF89a"),
                ElementsAre("bad_file_name", "type_mismatch", "content_mismatch"));
    EXPECT_THAT(codes("", "", ""), ElementsAre("bad_file_name", "empty", "type_not_allowed"));
}

TEST(MediaType, ANameShowsWhatItIs) {
    const std::string turned = "照片" + to_utf8(U"\u202E") + "gpj.png"; // reads «照片gnp.jpg»
    const std::string hidden = "a" + to_utf8(U"\u200B") + ".png";
    for (const std::string& name :
         {turned, hidden, std::string("a\nb.png"), std::string("a\0b.png", 7),
          std::string("C:\\a.png"), std::string(".png"), std::string(" a.png"),
          std::string("\xFF.png"), std::string(252, 'a') + ".png"}) {
        EXPECT_THAT(codes(name, "", k_png), testing::Contains("bad_file_name")) << name;
    }
    EXPECT_THAT(codes(std::string(251, 'a') + ".png", "", k_png), IsEmpty());
}

TEST(MediaType, TextIsUtf8WithoutNul) {
    EXPECT_THAT(codes("a.txt", "", std::string_view("a\0b", 3)), ElementsAre("content_mismatch"));
    EXPECT_THAT(codes("a.txt", "", "\xB0\xEC\xBD\xE1"),
                ElementsAre("content_mismatch")); // GB 18030
    std::string cut(k_sniffed_bytes - 1, 'a');
    cut += "\xE5"; // the sniffed bytes end within a character
    EXPECT_THAT(codes("a.txt", "", cut), IsEmpty());
    cut[k_sniffed_bytes - 9] = '\xE5';
    EXPECT_THAT(codes("a.txt", "", cut), ElementsAre("content_mismatch"));
}

} // namespace
} // namespace chengban::usecase
