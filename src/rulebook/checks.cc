#include "rulebook/read.h"
#include "rulebook/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chengban::rulebook {

namespace {

// Amounts of one unit can be compared without a calendar; 0 stands for a refused amount.
std::int32_t count_of(const Amount& amount) {
    return std::visit([](const auto& value) { return value.count; }, amount);
}

bool is_longer(const Amount& a, const Amount& b) {
    return a.index() == b.index() && count_of(a) > count_of(b) && count_of(b) > 0;
}

// `inner` has to end before `outer` does, or it can never matter.
void check_within(const char* inner_key, const Amount& inner, const char* outer_key,
                  const Amount& outer, const char* clause, TomlErrors& errors) {
    if (is_longer(inner, outer)) {
        errors.refuse(
            fmt::format("limits.{}", inner_key), "shadowed",
            fmt::format("「{}」长于「{}」，永远不起作用", inner_key, outer_key),
            fmt::format("\"{}\" is longer than \"{}\" and can never matter", inner_key, outer_key),
            clause);
    }
}

void check_limits(const Rulebook& rulebook, TomlErrors& errors) {
    const Limits& limits = rulebook.limits;
    const auto completion = [&](LimitClass limit_class) {
        return completion_of(rulebook, limit_class).amount;
    };
    const Amount general = completion(LimitClass::general);
    const Amount complex = completion(LimitClass::complex);
    check_within("extension_window", limits.extension_window.amount, "complex", complex, "6.1",
                 errors);
    check_within("return_window", limits.return_window.amount, "complex", complex, "7.1", errors);
    check_within("semi_urgent_step", limits.semi_urgent_step.amount, "general", general, "5.2",
                 errors);
    check_within("semi_urgent_step", limits.semi_urgent_step.amount, "semi_urgent",
                 completion(LimitClass::semi_urgent), "5.2", errors);
    check_within("general", general, "complex", complex, "5.2", errors);
    check_within("acknowledge", limits.acknowledge.amount, "general", general, "5", errors);
    check_within("rework_when_past", limits.rework_when_past.amount, "complex", complex, "9",
                 errors);
    const std::int32_t contact = count_of(limits.first_contact.amount);
    if (contact > count_of(general) && count_of(general) > 0) {
        errors.refuse("limits.first_contact", "shadowed", "先行联系的时限长于一般工单的办结时限",
                      "first contact is due after a general order is completed", "5.1");
    }
    const std::int32_t report_hours = count_of(limits.urgent_outcome_report.amount);
    const std::int32_t urgent_days = count_of(completion(LimitClass::urgent));
    if (report_hours > 24 * urgent_days && urgent_days > 0) {
        errors.refuse("limits.urgent_outcome_report", "shadowed",
                      "紧急工单报告结果的时限长于其办结时限",
                      "the outcome of an urgent order is due after its completion", "5.2");
    }
}

// 14: each trigger opens by itself, or proposes, or is switched off.
void check_triggers(const std::vector<std::string>& list, const char* key,
                    std::set<std::string>& seen, TomlErrors& errors) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string& trigger = list[i];
        const std::string place = fmt::format("supervision.{}[{}]", key, i);
        if (trigger.size() != 5 || !trigger.starts_with("14(") || trigger[3] < '1' ||
            trigger[3] > '7') {
            errors.refuse(place, "not_in_list", "督办情形应为 14(1) 至 14(7)",
                          "a trigger is one of 14(1) … 14(7)", "14");
        } else if (!seen.insert(trigger).second) {
            errors.refuse(place, "duplicate", fmt::format("督办情形 {} 重复", trigger),
                          fmt::format("trigger {} is listed twice", trigger), "14");
        }
    }
}

void check_numbers(const Rulebook& rulebook, TomlErrors& errors) {
    const std::vector<std::int32_t>& days = rulebook.extension.days;
    for (std::size_t i = 1; i < days.size(); ++i) {
        if (days[i] <= days[i - 1]) {
            errors.refuse(fmt::format("extension.days[{}]", i), "not_sorted",
                          "延期天数应由小到大且不重复", "lengths of extension must ascend", "6.2");
        }
    }
    const auto ascending = [&](const char* key, std::int32_t low, std::int32_t high, const char* zh,
                               const char* en, const char* clause) {
        if (low > high && high > 0) {
            errors.refuse(key, "shadowed", zh, en, clause);
        }
    };
    ascending("repeats.attention", rulebook.repeats.attention, rulebook.repeats.principal,
              "列入关注的次数大于须主要领导审核的次数",
              "the attention list begins after the principal is needed", "12.1");
    ascending("duty.office_opens", rulebook.duty.office_opens_minute + 1,
              rulebook.duty.office_closes_minute, "上班应早于下班",
              "the office must open before it closes", "B3");
    ascending("matters.suggest_per_mille", rulebook.matters.suggest_per_mille,
              rulebook.matters.link_per_mille, "提示的相似度高于视为同一事项的相似度",
              "what is only suggested is more alike than what is linked", "B1");
    ascending("bands.yellow_per_mille", rulebook.bands.yellow_per_mille + 1,
              rulebook.bands.red_per_mille, "黄色应早于红色", "yellow must begin before red", "B4");
    const AppraisalRules& a = rulebook.appraisal;
    if (a.weight_satisfied < a.weight_basically || a.weight_basically < a.weight_so_so ||
        a.weight_so_so < a.weight_dissatisfied) {
        errors.refuse("appraisal", "not_sorted", "满意度权重应由满意到不满意递减",
                      "the weights must not grow from satisfied to dissatisfied", "B5");
    }
    const auto graded = [&](const char* key, std::int32_t floor, std::int32_t good) {
        if (good < floor) {
            errors.refuse(key, "shadowed", "良好档低于下限", "«good» begins below the floor", "17");
        }
    };
    graded("appraisal.good_on_time", a.floor_on_time, a.good_on_time);
    graded("appraisal.good_first_contact", a.floor_first_contact, a.good_first_contact);
    graded("appraisal.good_resolution", a.floor_resolution, a.good_resolution);
    graded("appraisal.good_satisfaction", a.floor_satisfaction, a.good_satisfaction);
    if (rulebook.half_year.first_due.month < 7) {
        errors.refuse("half_year.first_due", "closes_before_it_opens",
                      "上半年梳理截止于上半年结束之前",
                      "the review of the first half is due before that half ends", "12.4");
    }
    if (rulebook.half_year.second_due.month > 6) {
        errors.refuse("half_year.second_due", "shadowed", "下半年梳理截止日应在次年上半年",
                      "the review of the second half must be due in the next year's first half",
                      "12.4");
    }
    if (rulebook.supervision.reported_to == Approval::center) {
        errors.refuse("supervision.reported_to", "not_in_list",
                      "「单位领导」应为分管领导或主要负责人",
                      "a unit's leader is its leader in charge or its principal", "14.8");
    }
    std::set<std::string> triggers;
    check_triggers(rulebook.supervision.opens_by_itself, "opens_by_itself", triggers, errors);
    check_triggers(rulebook.supervision.proposes, "proposes", triggers, errors);
}

void check_profiles(const Rulebook& rulebook, TomlErrors& errors) {
    std::set<std::string> tokens;
    std::map<std::string, std::size_t> selections;
    for (std::size_t i = 0; i < rulebook.profiles.size(); ++i) {
        const Profile& profile = rulebook.profiles[i];
        const std::string path = fmt::format("profiles[{}]", i);
        if (!profile.token.empty() && !tokens.insert(profile.token).second) {
            errors.refuse(path + ".token", "duplicate",
                          fmt::format("重点工单「{}」重复", profile.token),
                          fmt::format("a second profile \"{}\"", profile.token), "13");
        }
        if (profile.tags.empty() && profile.sources.empty() && !(profile.from && profile.to)) {
            errors.refuse(path, "selects_nothing", "没有标签和来源的重点工单须有起止日期",
                          "a profile without tags and sources needs both dates", "13");
        }
        if (profile.from && profile.to && *profile.to < *profile.from) {
            errors.refuse(path + ".to", "closes_before_it_opens", "截止日期早于开始日期",
                          "the profile ends before it begins", "13");
        }
        std::vector<std::string> tags = profile.tags;
        std::sort(tags.begin(), tags.end());
        const std::string selection = fmt::format("{}|{}|{}", fmt::join(tags, ","),
                                                  profile.from ? to_string(*profile.from) : "",
                                                  profile.to ? to_string(*profile.to) : "");
        const auto [first, fresh] = selections.emplace(selection, i);
        if (!fresh) {
            errors.refuse(
                path, "shadowed",
                fmt::format("与「{}」的标签和日期相同", rulebook.profiles[first->second].token),
                fmt::format("the same tags and dates as \"{}\"",
                            rulebook.profiles[first->second].token),
                "13");
        }
    }
}

void check_routes(const Rulebook& rulebook, TomlErrors& errors) {
    std::set<std::string> fields;
    std::set<std::string> known;
    for (const CategoryWords& category : rulebook.categories) {
        fields.insert(category.field);
        known.insert(category.field);
        known.insert(category.token);
    }
    for (std::size_t i = 0; i < rulebook.catalogue.size(); ++i) {
        const CatalogueEntry& entry = rulebook.catalogue[i];
        const std::string path = fmt::format("catalogue[{}]", i);
        if (entry.category.empty() && entry.district.empty()) {
            errors.refuse(path, "selects_nothing", "派单目录条目须有类别或区",
                          "an entry of the catalogue needs a category or a district", "B2");
        }
        if (!entry.category.empty() && !known.contains(entry.category)) {
            errors.refuse(path + ".category", "unknown_field",
                          fmt::format("没有类别或领域「{}」", entry.category),
                          fmt::format("no category or field \"{}\"", entry.category), "B2");
        }
        if (entry.from && entry.to && *entry.to < *entry.from) {
            errors.refuse(path + ".to", "closes_before_it_opens", "截止日期早于开始日期",
                          "the entry ends before it begins", "B2");
        }
    }
    std::set<std::string> routed;
    const std::vector<std::string> candidates(known.begin(), known.end());
    for (std::size_t i = 0; i < rulebook.routes.size(); ++i) {
        const Route& route = rulebook.routes[i];
        routed.insert(route.field);
        if (!route.field.empty() && !known.contains(route.field)) {
            const std::string near = nearest_word(route.field, candidates);
            errors.refuse(
                fmt::format("routes[{}].field", i), "unknown_field",
                fmt::format("没有类别属于领域「{}」{}", route.field,
                            near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
                fmt::format("no category has the field \"{}\"{}", route.field,
                            near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)),
                "3.3");
        }
    }
    for (std::size_t i = 0; i < rulebook.categories.size(); ++i) {
        const CategoryWords& category = rulebook.categories[i];
        if (!category.field.empty() && !routed.contains(category.field) &&
            !routed.contains(category.token)) {
            errors.refuse(fmt::format("categories[{}].field", i), "field_without_route",
                          fmt::format("领域「{}」没有兜底部门", category.field),
                          fmt::format("no route names a unit for the field \"{}\"", category.field),
                          "3.3");
        }
    }
}

void check_clauses(const Rulebook& rulebook, ReadContext& context) {
    std::vector<std::string> ids;
    for (const ClauseText& clause : rulebook.clauses) {
        ids.push_back(clause.id);
    }
    const std::set<std::string> known(ids.begin(), ids.end());
    if (known.empty()) {
        return; // the missing list is refused already
    }
    for (const auto& [path, clause] : context.clauses_used) {
        if (known.contains(clause)) {
            continue;
        }
        const std::string near = nearest_word(clause, ids);
        context.errors.refuse(
            path, "unknown_clause",
            fmt::format("没有条文「{}」{}", clause,
                        near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
            fmt::format("there is no clause \"{}\"{}", clause,
                        near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)));
    }
    for (const RuleRow& row : k_rules) {
        if (!known.contains(std::string(row.clause))) {
            context.errors.refuse(
                "clauses", "clause_without_text",
                fmt::format("规则「{}」所依据的 {} 没有条文", row.token, row.clause),
                fmt::format("clause {} of the rule \"{}\" has no text", row.clause, row.token),
                std::string(row.clause));
        }
    }
}

bool names_setting(const std::string& key, const SettingList& list) {
    return std::any_of(list.settings.begin(), list.settings.end(), [&](const Setting& setting) {
        return setting.key == key || setting.key.starts_with(key + ".");
    });
}

void check_interpretations(const Rulebook& rulebook, TomlErrors& errors) {
    const SettingList list = settings_of(rulebook);
    std::vector<std::string> keys;
    for (const Setting& setting : list.settings) {
        keys.push_back(setting.key);
    }
    std::set<std::int32_t> seen;
    std::int32_t highest = 0;
    for (std::size_t i = 0; i < rulebook.interpretations.size(); ++i) {
        const Interpretation& interpretation = rulebook.interpretations[i];
        const std::string path = fmt::format("interpretations[{}]", i);
        highest = std::max(highest, interpretation.number);
        if (interpretation.number > 0 && !seen.insert(interpretation.number).second) {
            errors.refuse(path + ".number", "duplicate",
                          fmt::format("解释 {} 重复", interpretation.number),
                          fmt::format("interpretation {} is given twice", interpretation.number));
        }
        if (!interpretation.setting.empty() && !names_setting(interpretation.setting, list)) {
            const std::string near = nearest_word(interpretation.setting, keys);
            errors.refuse(
                path + ".setting", "unknown_setting",
                fmt::format("没有设置「{}」{}", interpretation.setting,
                            near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
                fmt::format("there is no setting \"{}\"{}", interpretation.setting,
                            near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)));
        }
    }
    for (std::int32_t number = 1; number < highest; ++number) {
        if (!seen.contains(number)) {
            errors.refuse("interpretations", "missing_interpretation",
                          fmt::format("缺少解释 {}", number),
                          fmt::format("interpretation {} is missing", number));
        }
    }
}

} // namespace

void check_rulebook(const Rulebook& rulebook, ReadContext& context) {
    check_limits(rulebook, context.errors);
    check_numbers(rulebook, context.errors);
    check_profiles(rulebook, context.errors);
    check_routes(rulebook, context.errors);
    check_clauses(rulebook, context);
    check_interpretations(rulebook, context.errors);
}

} // namespace chengban::rulebook
