#include "bulletin/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::bulletin {

namespace {

constexpr std::size_t k_named = 5; // of a list in a sentence

std::string day_words(Day day, bool with_year) {
    const YearMonthDay parts = year_month_day(day);
    return with_year ? fmt::format("{}年{}月{}日", parts.year, parts.month, parts.day)
                     : fmt::format("{}月{}日", parts.month, parts.day);
}

std::string period_words(BulletinKind kind, const Period& period) {
    const Day first = day_of(period.from);
    const Day last = day_of(period.to).plus(-1);
    switch (kind) {
    case BulletinKind::daily:
        return day_words(first, true);
    case BulletinKind::monthly: {
        const YearMonthDay parts = year_month_day(first);
        return fmt::format("{}年{}月", parts.year, parts.month);
    }
    case BulletinKind::weekly:
    case BulletinKind::ad_hoc:
        return fmt::format("{}至{}", day_words(first, true), day_words(last, false));
    }
    unreachable("period_words");
}

std::string title_of(BulletinKind kind, const Period& period) {
    return kind == BulletinKind::ad_hoc
               ? std::string("热线工单办理专题通报")
               : fmt::format("“12345”热线工单{}（{}）",
                             kind == BulletinKind::monthly ? "月报" : zh(kind),
                             period_words(kind, period));
}

// «较上期增加 12 件（20.0%）»
std::string change_words(std::int64_t now, std::int64_t before) {
    if (before == 0) {
        return now == 0 ? "与上期持平" : "上期无此类工单";
    }
    if (now == before) {
        return "与上期持平";
    }
    const std::int64_t by = std::abs(now - before);
    const std::int64_t per_mille = (by * 1000 + before / 2) / before;
    return fmt::format("较上期{} {} 件（{}.{}%）", now > before ? "增加" : "减少", by,
                       per_mille / 10, per_mille % 10);
}

std::string share_words(std::int64_t part, std::int64_t whole) {
    const std::int64_t per_mille = whole == 0 ? 0 : (part * 1000 + whole / 2) / whole;
    return fmt::format("{}.{}%", per_mille / 10, per_mille % 10);
}

template <class Name>
std::string list_words(const std::vector<Share>& shares, std::int64_t whole, const Name& name) {
    std::string words;
    std::size_t named = 0;
    for (const Share& share : shares) {
        if (share.now == 0 || named == k_named) {
            break;
        }
        words += fmt::format("{}{} {} 件（占 {}，{}）", named == 0 ? "" : "；", name(share.token),
                             share.now, share_words(share.now, whole),
                             change_words(share.now, share.before));
        ++named;
    }
    return words.empty() ? "本期无工单" : words;
}

Section overview(BulletinKind kind, const Figures& figures, const Names& names) {
    Section section{"总体情况", {}};
    section.text = fmt::format("{}，共受理市民服务热线转办工单 {} 件，{}；办结 {} 件，其中逾期办结 "
                               "{} 件；期末超期未办结 {} 件。",
                               period_words(kind, figures.period), figures.received,
                               change_words(figures.received, figures.received_before),
                               figures.completed, figures.completed_late, figures.overdue);
    section.text +=
        "\n按诉求类别：" + list_words(figures.kinds, figures.received, names.kind) + "。";
    section.text +=
        "\n按事项：" + list_words(figures.categories, figures.received, names.category) + "。";
    section.text +=
        "\n按区域：" + list_words(figures.districts, figures.received, names.district) + "。";
    return section;
}

Section concentration(const Figures& figures, const Names& names) {
    Section section{"反映集中的问题", {}};
    for (const Cell& cell : figures.concentrated) {
        section.text +=
            fmt::format("{}{}{}：{} 件，占受理总量的 {}。", section.text.empty() ? "" : "\n",
                        names.district(cell.district), names.category(cell.category), cell.count,
                        share_words(cell.count, figures.received));
    }
    if (section.text.empty()) {
        section.text = fmt::format("本期无同一区域同一事项达到 {} 件的情况。", k_concentrated_min);
    }
    return section;
}

Section early_signs(const Figures& figures, const Names& names) {
    Section section{"倾向性、苗头性问题", {}};
    for (const Cell& cell : figures.early_signs) {
        section.text += fmt::format(
            "{}{}{}：本期 {} 件，此前 {} 期平均 {:.1f} 件，增幅超出通常波动，建议关注。",
            section.text.empty() ? "" : "\n", names.district(cell.district),
            names.category(cell.category), cell.count, figures.history_periods,
            static_cast<double>(cell.expected_milli) / 1000);
    }
    if (figures.history_periods < k_history_periods_min) {
        section.text = "可比的往期数据不足两期，本期不作研判。";
    } else if (section.text.empty()) {
        section.text = "各区域各事项的数量均在通常波动之内。";
    }
    return section;
}

Section units(const Figures& figures, const Names& names) {
    Section section{"各单位办理情况", {}};
    std::vector<UnitFigures> rows = figures.units;
    std::stable_sort(rows.begin(), rows.end(), [](const UnitFigures& a, const UnitFigures& b) {
        return a.received > b.received;
    });
    for (const UnitFigures& unit : rows) {
        section.text +=
            fmt::format("{}{}：受理 {} 件，办结 {} 件，逾期办结 {} 件，超期未结 {} 件。",
                        section.text.empty() ? "" : "\n", names.unit(unit.unit), unit.received,
                        unit.completed, unit.late, unit.overdue);
    }
    if (section.text.empty()) {
        section.text = "本期各单位无受理、办结和超期工单。";
    }
    return section;
}

Section problems(const Figures& figures, const Names& names) {
    Section section{"存在的问题", {}};
    for (const UnitFigures& unit : figures.units) {
        if (unit.overdue > 0 || unit.late > 0) {
            section.text += fmt::format(
                "{}{}有超期未结 {} 件、逾期办结 {} 件，请抓紧办理并说明原因。",
                section.text.empty() ? "" : "\n", names.unit(unit.unit), unit.overdue, unit.late);
        }
    }
    if (section.text.empty()) {
        section.text = "本期无逾期办结和超期未结工单。";
    }
    return section;
}

} // namespace

BulletinDrafted draft(BulletinKind kind, Figures figures, const Names& names) {
    BulletinDrafted made;
    made.kind = kind;
    made.title = title_of(kind, figures.period);
    made.sections.push_back(overview(kind, figures, names));
    made.sections.push_back(concentration(figures, names));
    if (kind == BulletinKind::daily || kind == BulletinKind::monthly) {
        made.sections.push_back(early_signs(figures, names));
    }
    if (kind == BulletinKind::weekly || kind == BulletinKind::monthly) {
        made.sections.push_back(units(figures, names));
        made.sections.push_back(problems(figures, names));
    }
    if (kind == BulletinKind::ad_hoc) {
        made.sections.push_back({"共性问题", ""});
        made.sections.push_back({"值得借鉴的做法", ""});
    }
    std::erase_if(made.sections, [](const Section& section) { return section.heading.empty(); });
    for (Section& section : made.sections) {
        section.text = std::string(first_code_points(section.text, 10'000));
    }
    made.figures = std::move(figures);
    return made;
}

} // namespace chengban::bulletin
