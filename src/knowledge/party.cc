#include "knowledge/party.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::knowledge {

namespace {

constexpr std::array k_center{Role::dispatcher, Role::reviewer, Role::supervisor};
constexpr std::array k_keeper{Role::knowledge_keeper};

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

} // namespace

bool is_center(Role role) {
    return std::find(k_center.begin(), k_center.end(), role) != k_center.end();
}

void Reasons::add(std::string code, std::string clause, std::string field, std::string zh,
                  std::string en) {
    reasons_.push_back(
        {std::move(code), std::move(clause), std::move(field), {std::move(zh), std::move(en)}});
}

void Reasons::need_role(const Party& party, std::span<const Role> roles, std::string clause) {
    if (std::find(roles.begin(), roles.end(), party.role) != roles.end()) {
        return;
    }
    std::string chinese;
    std::string english;
    for (const Role role : roles) {
        chinese += (chinese.empty() ? "" : "、") + std::string(zh(role));
        english += (english.empty() ? "" : ", ") + std::string(en(role));
    }
    add("wrong_role", std::move(clause), "actor.role", fmt::format("此操作由{}进行", chinese),
        fmt::format("this is done by: {}", english));
}

void Reasons::need_keeper(const Party& party, const UnitId& unit, std::string clause) {
    if (party.role != Role::knowledge_keeper) {
        need_role(party, k_keeper, std::move(clause));
    } else if (party.unit != unit) {
        add("wrong_unit", std::move(clause), "actor.unit", "不属于您的单位",
            "it is not your unit's");
    }
}

void Reasons::need_center(const Party& party, std::string clause) {
    need_role(party, k_center, std::move(clause));
}

void Reasons::need(bool holds, std::string state_zh, std::string state_en, std::string clause) {
    if (!holds) {
        add("wrong_state", std::move(clause), "state",
            fmt::format("现为「{}」，不能进行此操作", state_zh),
            fmt::format("it is «{}», this is not possible now", state_en));
    }
}

void Reasons::need_words(const std::string& text, std::string field, std::string clause) {
    if (is_blank(text)) {
        add("empty", std::move(clause), std::move(field), "不能只填空格",
            "only white space is filled in");
    }
}

} // namespace chengban::knowledge
