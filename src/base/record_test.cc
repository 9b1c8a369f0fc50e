#include "base/record.h"
#include "base/uuid.h"

#include <gtest/gtest.h>

namespace chengban {
namespace {
enum class Kind { complaint, praise };
struct Part {
    std::string name;
    static constexpr auto fields() {
        return std::tuple{field("name", &Part::name, "名称", "name", {1, 5})};
    }
};
struct Whole {
    Instant at;
    Kind kind = Kind::complaint;
    std::optional<std::int32_t> count;
    bool urgent = false;
    std::vector<Part> parts;
    static constexpr auto fields() {
        return std::tuple{field("at", &Whole::at, "时间", "time"),
                          field("kind", &Whole::kind, "性质", "kind"),
                          field("count", &Whole::count, "数量", "count", {1, 10}),
                          defaulted("urgent", &Whole::urgent, "紧急", "urgent"),
                          defaulted("parts", &Whole::parts, "部分", "parts", {0, 2})};
    }
};
} // namespace
} // namespace chengban

template <>
struct chengban::EnumTable<chengban::Kind> {
    static constexpr std::array rows{
        EnumRow<Kind>{Kind::complaint, "complaint", "投诉", "complaint"},
        EnumRow<Kind>{Kind::praise, "praise", "表扬", "praise"}};
};

namespace chengban {
namespace {

TEST(Record, reads_back_what_it_writes) {
    const json::value value = *parse_json(
        R"({"at":"2026-01-02T03:04:05+08:00","kind":"praise","parts":[{"name":"漏水"}]})");
    const Result<Whole> whole = read_record<Whole>(value);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->kind, Kind::praise);
    EXPECT_EQ(whole->parts.at(0).name, "漏水");
    EXPECT_EQ(
        canonical_json(write_record(*whole)),
        R"({"at":"2026-01-02T03:04:05+08:00","kind":"praise","parts":[{"name":"漏水"}],"urgent":false})");
}

TEST(Record, lists_every_reason_with_its_field) {
    const Result<Whole> whole = read_record<Whole>(*parse_json(
        R"({"kind":"x","count":11,"parts":[{"name":""},{"name":"一二三四五六","more":1}],"typo":1})"));
    ASSERT_FALSE(whole);
    std::vector<std::string> found;
    for (const Reason& reason : whole.error().reasons) {
        found.push_back(reason.field + " " + reason.code);
    }
    EXPECT_EQ(found, (std::vector<std::string>{
                         "at missing_field", "kind not_in_list", "count out_of_range",
                         "parts[0].name empty", "parts[1].name wrong_length",
                         "parts[1].more unknown_field", "typo unknown_field"}));
}

TEST(Record, describes_itself) {
    const std::string schema = canonical_json(schema_of<Whole>());
    EXPECT_NE(schema.find(R"("required":["at","kind"])"), std::string::npos) << schema;
    EXPECT_NE(schema.find(R"("enum":["complaint","praise"])"), std::string::npos) << schema;
}

TEST(Uuid, is_version_7_and_sorts_by_time) {
    const std::string early = make_uuid_v7(Instant(1'000), {0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7});
    const std::string late = make_uuid_v7(Instant(1'001), {});
    EXPECT_TRUE(is_uuid(early));
    EXPECT_EQ(early.at(14), '7');
    EXPECT_LT(early, late);
    EXPECT_FALSE(is_uuid("x"));
}

} // namespace
} // namespace chengban
