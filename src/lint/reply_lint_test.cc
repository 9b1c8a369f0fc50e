#include "lint/reply_lint.h"

#include "base/source_dir.h"
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

namespace chengban::lint {
namespace {

using rulebook::Rule;

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class ReplyLintTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const std::string path = source_dir() + "/rulebooks/shanghai-housing-2022.toml";
        Result<rulebook::Rulebook> parsed = rulebook::parse_rulebook(read_file(path), "shipped");
        ASSERT_TRUE(parsed);
        lint = new ReplyLint(*parsed);
        book = new rulebook::Rulebook(std::move(*parsed));
    }
    static void TearDownTestSuite() {
        delete lint;
        delete book;
    }

    // «rule:match» of each finding, joined by |.
    static std::string described(std::string_view text) {
        std::string out;
        for (const LintFinding& finding : lint->check(text)) {
            out += (out.empty() ? "" : "|") + std::string(row_of(finding.rule).token) + ":" +
                   finding.matched;
        }
        return out;
    }
    static bool finds(Rule rule, std::string_view text) {
        const std::vector<LintFinding> findings = lint->check(text);
        return std::any_of(findings.begin(), findings.end(),
                           [&](const LintFinding& finding) { return finding.rule == rule; });
    }

    static ReplyLint* lint;
    static rulebook::Rulebook* book;
};
ReplyLint* ReplyLintTest::lint = nullptr;
rulebook::Rulebook* ReplyLintTest::book = nullptr;

TEST_F(ReplyLintTest, Clause_5_3_finds_forbidden_grounds_and_their_close_variants) {
    for (const char* text : {"您的诉求过高，无法满足。",
                             "诉求 过高",
                             "诉求　过　高",
                             "訴求過高",
                             "“诉求”过高",
                             "诉求\n过高",
                             "诉求明显过高",
                             "您的要求过高",
                             "诉求偏高",
                             "暂时不能解决",
                             "暂时无法解决",
                             "暂不能解决",
                             "暂时还不能解决",
                             "暫時無法解決",
                             "目前无法解决",
                             "现阶段难以解决",
                             "短期内无法解决",
                             "一时难以解决",
                             "暂时 不能 彻底解决",
                             "暂时解决不了",
                             "无力解决"}) {
        EXPECT_TRUE(finds(Rule::reply_ground, text)) << text;
    }
    for (const char* text : {"您的诉求已解决。", "楼层过高处已设护栏", "成本过高", "期望您理解",
                             "暂时停水，现已恢复", "要求施工单位过高压水枪", "诉求已受理"}) {
        EXPECT_FALSE(finds(Rule::reply_ground, text)) << text;
    }
}

TEST_F(ReplyLintTest, Clause_9_3_finds_words_that_mean_not_solved) {
    for (const char* text :
         {"将于下周完成维修", "我局将尽快处理", "预计年底完成", "计划解决停车难", "物业将继续跟进",
          "將儘快處理", "将 尽快 处理", "电梯即将更换", "力争年内完成", "拟于近期召开业主大会",
          "争取早日解决", "有待进一步研究", "暂未启动", "正在研究", "我街道将加强巡查",
          "下一步加强管理", "尽快解决", "待条件成熟后实施", "该问题尚未解决"}) {
        EXPECT_TRUE(finds(Rule::reply_unsolved_words, text)) << text;
    }
}

TEST_F(ReplyLintTest, Clause_9_3_goes_by_pattern_not_by_bare_character) {
    for (const char* text : {"将军路",
                             "将其拆除",
                             "已将其清理完毕",
                             "物业将垃圾清走",
                             "将近三年",
                             "麻将馆",
                             "打麻将在楼下",
                             "现将有关情况回复如下",
                             "现将处理情况答复如下",
                             "已将该车辆拖离",
                             "请将材料交至窗口",
                             "合同即将到期",
                             "计划生育",
                             "工作计划已公示",
                             "立即将相关问题交办",
                             "已将会议纪要归档不",
                             "将会员卡退还",
                             "将有关材料移交",
                             "将建设单位列为被告",
                             "需将车辆停入车库",
                             "模拟电视",
                             "草拟了管理规约",
                             "优待军人",
                             "等待区已设座椅",
                             "暂未发现漏水"}) {
        EXPECT_FALSE(finds(Rule::reply_unsolved_words, text)) << text << ": " << described(text);
    }
}

TEST_F(ReplyLintTest, Clause_10_2_finds_personal_data_and_blocks_it_without_exception) {
    for (const char* text : {"请联系张某13812345678", "身份证号11010519491231002X",
                             "卡号4111111111111111", "车牌沪A12345"}) {
        const std::vector<LintFinding> findings = lint->check(text);
        ASSERT_EQ(findings.size(), 1U) << text;
        EXPECT_EQ(findings[0].rule, Rule::reply_personal_data);
        EXPECT_FALSE(findings[0].exception_allowed);
        const LintException exception{findings[0].begin, findings[0].end, findings[0].matched,
                                      "市民同意公开"};
        EXPECT_FALSE(lint->check(text, {&exception, 1})[0].excepted);
    }
    EXPECT_EQ(described("物业电话021-12345678"), "reply_contact_number:021-12345678");
    EXPECT_EQ(described("拨打12345或962121"), "");
}

TEST_F(ReplyLintTest, Clause_10_2_finds_internal_material_and_words_that_offend) {
    for (const char* text : {"根据会议纪要", "内部文件规定", "该材料为机密", "按领导批示办理",
                             "党组会研究决定", "属涉密内容"}) {
        EXPECT_TRUE(finds(Rule::reply_internal_material, text)) << text;
    }
    for (const char* text : {"计算机密码已重置", "小区内部道路", "网签报名", "市内参保人",
                             "乡镇党委会商相关部门", "社会稳定风险评估报告"}) {
        EXPECT_FALSE(finds(Rule::reply_internal_material, text)) << text;
    }
    for (const char* text : {"请勿无理取闹", "胡攪蠻纏", "个别居民素质低", "刁民", "不讲道理"}) {
        EXPECT_TRUE(finds(Rule::reply_offends, text)) << text;
    }
    for (const char* text : {"提高服务素质", "精神病医院", "讲道理摆事实", "自私拉电线现象"}) {
        EXPECT_FALSE(finds(Rule::reply_offends, text)) << text;
    }
}

TEST_F(ReplyLintTest, names_place_pattern_and_reason_of_each_finding) {
    const std::string text = "您好𠮷，诉求　过高。我局 将 尽快处理";
    const std::vector<LintFinding> findings = lint->check(text);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].rule, Rule::reply_ground);
    EXPECT_EQ(findings[0].begin, 4U);
    EXPECT_EQ(findings[0].end, 9U);
    EXPECT_EQ(findings[0].matched, "诉求　过高");
    EXPECT_EQ(findings[0].pattern, "诉求");
    EXPECT_EQ(findings[1].rule, Rule::reply_unsolved_words);
    EXPECT_EQ(findings[1].matched, "将 尽快处理"); // «将尽快» and «尽快处理», named once
    const std::u32string points = to_code_points(text);
    for (const LintFinding& finding : findings) {
        EXPECT_EQ(to_utf8(points.substr(finding.begin, finding.end - finding.begin)),
                  finding.matched);
        EXPECT_NE(finding.words.zh.find(finding.matched), std::string::npos);
        EXPECT_FALSE(finding.words.en.empty());
    }
}

TEST_F(ReplyLintTest, names_the_heavier_rule_once) {
    // «无法解决» is a word of 9.3, but here part of the forbidden ground.
    EXPECT_EQ(described("暂时无法解决"), "reply_ground:暂时无法解决");
    EXPECT_EQ(described("下一步将继续"), "reply_unsolved_words:下一步|reply_unsolved_words:将继续");
    EXPECT_EQ(described("尽快解决"), "reply_unsolved_words:尽快解决");
}

TEST_F(ReplyLintTest, Clause_9_3_takes_an_exception_only_with_a_reason_and_in_its_place) {
    const std::string text = "预计工期已公示，预计费用已公示";
    const std::vector<LintFinding> findings = lint->check(text);
    ASSERT_EQ(findings.size(), 2U);
    ASSERT_TRUE(findings[0].exception_allowed);
    const LintException good{findings[0].begin, findings[0].end, "预计", "引用公示内容"};
    const auto excepted = [&](LintException exception) {
        const std::vector<LintFinding> found = lint->check(text, {&exception, 1});
        return std::pair(found[0].excepted, found[1].excepted);
    };
    EXPECT_EQ(excepted(good), std::pair(true, false));
    LintException bad = good;
    bad.reason = " 　\n";
    EXPECT_EQ(excepted(bad), std::pair(false, false));
    bad = good;
    bad.matched = "估计";
    EXPECT_EQ(excepted(bad), std::pair(false, false));
    bad = good;
    bad.begin += 1;
    EXPECT_EQ(excepted(bad), std::pair(false, false));
    bad = good;
    bad.begin = 0;
    bad.end = code_points(text);
    bad.matched = text;
    EXPECT_EQ(excepted(bad), std::pair(false, false)) << "one reason for all is none";
}

TEST_F(ReplyLintTest, Clause_5_3_takes_no_exception) {
    const std::vector<LintFinding> findings = lint->check("诉求过高");
    ASSERT_EQ(findings.size(), 1U);
    const LintException exception{0, 4, "诉求过高", "引用市民原话"};
    const std::vector<LintFinding> again = lint->check("诉求过高", {&exception, 1});
    EXPECT_FALSE(again[0].excepted);
    EXPECT_EQ(again, lint_reply(*book, "诉求过高", {&exception, 1}));
}

TEST_F(ReplyLintTest, leaves_a_clean_reply_alone) {
    EXPECT_EQ(described("您好，您反映的电梯故障问题已于12月5日修复，物业已向您当面说明，"
                        "维修费用按专项维修资金规定列支。感谢您的监督。"),
              "");
    EXPECT_EQ(described(""), "");
}

TEST_F(ReplyLintTest, holds_its_promises_on_any_text) {
    std::mt19937_64 random(53);
    std::vector<std::string> pieces{" ",  "　", "\n",  "“", "将", "诉求",
                                    "過", "高", "138", "@", "𠮷"};
    for (const rulebook::LintList& list : book->lint) {
        for (const rulebook::LintPattern& pattern : list.patterns) {
            pieces.push_back(pattern.phrase);
            if (!pattern.followed_by.empty()) {
                pieces.push_back(pattern.followed_by.front());
            }
        }
    }
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = random() % 30; i > 0; --i) {
            text += pieces[random() % pieces.size()];
        }
        const std::u32string points = to_code_points(text);
        std::size_t begin = 0;
        for (const LintFinding& finding : lint->check(text)) {
            EXPECT_LE(begin, finding.begin);
            ASSERT_LT(finding.begin, finding.end);
            ASSERT_LE(finding.end, points.size());
            EXPECT_EQ(to_utf8(points.substr(finding.begin, finding.end - finding.begin)),
                      finding.matched);
            begin = finding.begin;
        }
    }
}

// The column «答复意见» of an RFC 4180 file with line feeds inside quotes.
std::vector<std::string> read_replies(const std::string& text) {
    std::vector<std::string> replies;
    std::vector<std::string> row(1);
    std::size_t column = std::string::npos;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                row.back().push_back(c);
                ++i;
            } else if (c == '"') {
                quoted = false;
            } else {
                row.back().push_back(c);
            }
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            row.emplace_back();
        } else if (c == '\n') {
            if (column == std::string::npos) {
                const auto found = std::find(row.begin(), row.end(), "答复意见");
                column = static_cast<std::size_t>(found - row.begin());
            } else if (column < row.size()) {
                replies.push_back(row[column]);
            }
            row.assign(1, "");
        } else if (c != '\r') {
            row.back().push_back(c);
        }
    }
    return replies;
}

TEST_F(ReplyLintTest, reads_the_real_replies) {
    const char* folder = std::getenv("CHENGBAN_DATA");
    const std::string path =
        (folder != nullptr ? std::string(folder) : source_dir() + "/../shared/data") +
        "/messages_with_replies.csv";
    const std::vector<std::string> replies = read_replies(read_file(path));
    if (replies.empty()) {
        GTEST_SKIP() << "no real replies at " << path;
    }
    std::map<Rule, std::size_t> with_finding;
    for (const std::string& reply : replies) {
        std::set<Rule> rules;
        for (const LintFinding& finding : lint->check(reply)) {
            rules.insert(finding.rule);
        }
        for (const Rule rule : rules) {
            ++with_finding[rule];
        }
    }
    for (const auto& [rule, count] : with_finding) {
        RecordProperty(std::string(row_of(rule).token), static_cast<int>(count));
    }
    EXPECT_EQ(replies.size(), 2816U);
    // The file is anonymised: numbers of persons are gone, and no bureau gives «诉求过高» as ground
    // in more than a handful of replies. Promises («将…») stand in about four of ten.
    EXPECT_EQ(with_finding[Rule::reply_personal_data], 0U);
    EXPECT_LT(with_finding[Rule::reply_ground], 10U);
    EXPECT_GT(with_finding[Rule::reply_unsolved_words], replies.size() / 3);
    EXPECT_LT(with_finding[Rule::reply_unsolved_words], replies.size() / 2);
}

} // namespace
} // namespace chengban::lint
