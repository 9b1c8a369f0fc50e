#include "lint/personal_data.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace chengban::lint {
namespace {

struct Case {
    const char* text;
    const char* found; // kind:match, several joined by |, empty when nothing is found
};

std::string describe(const std::string& text) {
    const std::u32string points = to_code_points(text);
    std::string out;
    for (const FoundDatum& datum : find_personal_data(points)) {
        out += (out.empty() ? "" : "|") + std::string(token(datum.kind)) + ":" +
               to_utf8(std::u32string_view(points).substr(datum.begin, datum.end - datum.begin));
    }
    return out;
}

void expect_all(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        EXPECT_EQ(describe(one.text), one.found) << one.text;
    }
}

TEST(PersonalData, Clause_10_2_knows_identity_numbers_by_their_check_digit) {
    expect_all({
        {"身份证11010519491231002X。", "identity_number:11010519491231002X"},
        {"身份证11010519491231002x。", "identity_number:11010519491231002x"},
        {"身份证１１０１０５１９４９１２３１００２Ｘ。",
         "identity_number:１１０１０５１９４９１２３１００２Ｘ"},
        {"身份证110105 19491231 002X", "identity_number:110105 19491231 002X"},
        {"身份证110105-1949-1231-002X", "identity_number:110105-1949-1231-002X"},
        {"310101199001010016", ""},                             // wrong check digit
        {"310101199001010013", ""},                             // wrong check digit
        {"11010519491231002A", ""},                             // no check digit at all
        {"110105194913310021", ""},                             // no such month
        {"990105194912310021", ""},                             // no such province
        {"310101800101001", "identity_number:310101800101001"}, // the old form
        {"310101801301001", ""},                                // no such month
        {"1101051949123100", ""},                               // too short
        {"31**************16", ""},                             // masked
    });
}

TEST(PersonalData, Clause_10_2_knows_mobile_numbers_in_every_usual_form) {
    expect_all({
        {"请拨13812345678。", "mobile:13812345678"},
        {"138 1234 5678", "mobile:138 1234 5678"},
        {"138-1234-5678", "mobile:138-1234-5678"},
        {"138—1234—5678", "mobile:138—1234—5678"},
        {"138　12345678", "mobile:138　12345678"},
        {"1381234 5678", "mobile:1381234 5678"},
        {"1 3 8 1 2 3 4 5 6 7 8", "mobile:1 3 8 1 2 3 4 5 6 7 8"},
        {"１３８１２３４５６７８", "mobile:１３８１２３４５６７８"},
        {"+8613812345678", "mobile:8613812345678"},
        {"+86 138 1234 5678", "mobile:138 1234 5678"},
        {"+86-13812345678", "mobile:13812345678"},
        {"008613812345678", "mobile:008613812345678"},
        {"013812345678", "mobile:013812345678"},
        {"Tel13812345678", "mobile:13812345678"},
        {"13812345678、13912345678", "mobile:13812345678|mobile:13912345678"},
        {"13812345678@qq.com", "mobile:13812345678"},
        {"138****5678", ""},
        {"12812345678", ""},     // no mobile prefix
        {"138123456789", ""},    // twelve digits
        {"1381234567", ""},      // ten
        {"UU13812345678", ""},   // a code
        {"SH2013812345678", ""}, // a code
    });
}

TEST(PersonalData, Clause_10_2_knows_bank_cards_and_car_plates) {
    expect_all({
        {"卡号4111111111111111", "bank_card:4111111111111111"},
        {"卡号6222 0212 3456 7894", "bank_card:6222 0212 3456 7894"},
        {"卡号4111111111111112", ""}, // wrong check digit
        {"编号2022123000000000", ""}, // cards begin otherwise
        {"0000000000000000", ""},
        {"车牌沪A12345乱停", "plate:沪A12345"},
        {"车牌沪A·12345乱停", "plate:沪A·12345"},
        {"车牌沪AD12345乱停", "plate:沪AD12345"},
        {"车牌沪Ａ１２３４５", "plate:沪Ａ１２３４５"},
        {"沪A**345", ""},
        {"沪ABCDEF", ""},   // no digit
        {"云S1234567", ""}, // too long
        {"沪房办2022", ""},
    });
}

TEST(PersonalData, Clause_10_2_knows_telephones_service_lines_and_addresses) {
    expect_all({
        {"电话021-12345678", "landline:021-12345678"},
        {"电话(021)12345678", "landline:021)12345678"},
        {"电话（021）12345678", "landline:021）12345678"},
        {"021 1234 5678", "landline:021 1234 5678"},
        {"02112345678", "landline:02112345678"},
        {"0731-2345678", "landline:0731-2345678"},
        {"咨询电话：62345678、62345679", "landline:62345678|landline:62345679"},
        {"联系电话 6234 5678", "landline:6234 5678"},
        {"400-820-8820", "service_line:400-820-8820"},
        {"4008208820", "service_line:4008208820"},
        {"wuye@example.com", "email:wuye@example.com"},
        {"wuye@mail.example.com.cn。", "email:wuye@mail.example.com.cn"},
        {"********@qq.com", ""},
        {"@A市交警", ""},
        {"拨打12345、962121、110", ""},
        {"面积62345678平方米", ""},
        {"电话咨询后于20191231办结", ""},
        {"投诉后拨付5000000元", ""},
        {"沪房办〔2022〕2号 2022-12-30 10:15:00", ""},
        {"1500-2000元、3000-4000元", ""},
    });
}

TEST(PersonalData, names_positions_in_code_points_of_the_text) {
    const std::vector<FoundDatum> found = find_personal_data(U"𠮷𠮷：13812345678");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0], (FoundDatum{PersonalDatum::mobile, 3, 14}));
}

TEST(PersonalData, bears_any_text) {
    std::mt19937_64 random(10'2);
    const std::u32string symbols = U"0123456789138 -—　（）()@.沪AXx*·１３８市";
    for (int round = 0; round < 3000; ++round) {
        std::u32string text;
        const std::size_t length = random() % 60;
        for (std::size_t i = 0; i < length; ++i) {
            text.push_back(symbols[random() % symbols.size()]);
        }
        std::size_t last = 0;
        for (const FoundDatum& datum : find_personal_data(text)) {
            EXPECT_LE(last, datum.begin);
            EXPECT_LT(datum.begin, datum.end);
            EXPECT_LE(datum.end, text.size());
            last = datum.end;
        }
    }
    EXPECT_TRUE(find_personal_data(U"").empty());
    std::u32string ones;
    for (int i = 0; i < 20'000; ++i) {
        ones += U"1 ";
    }
    EXPECT_TRUE(find_personal_data(ones).empty());
}

} // namespace
} // namespace chengban::lint
