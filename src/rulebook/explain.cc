#include "rulebook/settings.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace chengban::rulebook {

namespace {

// How a clause is cited: the regulation's own article, or that the rule is the system's.
std::string citation(const Rulebook& rulebook, const std::string& id, Language language) {
    const ClauseText* text = rulebook.clause(id);
    if (text == nullptr) {
        return id;
    }
    if (language == Language::zh) {
        return text->article;
    }
    return text->of_regulation ? fmt::format("clause {} {}", id, text->article)
                               : fmt::format("{}, rule of the system", id);
}

class Explainer {
public:
    Explainer(const Rulebook& rulebook, Language language)
        : rulebook_(rulebook), language_(language) {
        for (const Interpretation& interpretation : rulebook.interpretations) {
            if (!interpretation.setting.empty()) {
                by_setting_[interpretation.setting].push_back(interpretation.number);
            }
        }
    }

    std::string document() {
        const SettingList list = settings_of(rulebook_);
        out_ = fmt::format("# {}\n\n", in(rulebook_.title, language_));
        out_ +=
            fmt::format("{} {} · {} {} · {} {}\n", words("规则文件", "rulebook"), rulebook_.name,
                        words("版本", "version"), rulebook_.version,
                        words("生效日期", "effective from"), to_string(rulebook_.effective_from));
        add_interpretations("effective_from");
        std::string section;
        for (const Setting& setting : list.settings) {
            const std::string key = section_of(setting.key);
            if (is_head(key)) {
                continue;
            }
            if (key != section) {
                section = key;
                out_ += fmt::format("\n## {}\n\n", title_of(list, key));
                add_interpretations(key);
            }
            add_setting(setting);
        }
        add_interpretation_list();
        add_clauses();
        return std::move(out_);
    }

private:
    std::string_view words(std::string_view zh, std::string_view en) const {
        return language_ == Language::zh ? zh : en;
    }
    static bool is_head(const std::string& key) {
        return key == "name" || key == "version" || key == "effective_from" || key == "title";
    }
    static std::string section_of(const std::string& key) {
        std::size_t dot = key.find('.');
        if (key.starts_with("lint.")) {
            dot = key.find('.', dot + 1);
        }
        return key.substr(0, dot);
    }
    std::string title_of(const SettingList& list, const std::string& key) const {
        for (const SettingSection& section : list.sections) {
            if (section.key == key) {
                return in(section.title, language_);
            }
        }
        return key;
    }
    std::string numbers_of(const std::string& key) const {
        const auto found = by_setting_.find(key);
        if (found == by_setting_.end()) {
            return {};
        }
        std::string out;
        for (const std::int32_t number : found->second) {
            out += fmt::format("{}{}{}", out.empty() ? "" : words("、", ", "), words("解释 ", "I "),
                               number);
        }
        return out;
    }
    // What is chosen for a whole section stands under its title.
    void add_interpretations(const std::string& key) {
        if (const std::string numbers = numbers_of(key); !numbers.empty()) {
            out_ += fmt::format("{}{}\n", words("见", "see "), numbers);
        }
    }
    void add_setting(const Setting& setting) {
        std::string basis =
            setting.clause.empty() ? std::string() : citation(rulebook_, setting.clause, language_);
        if (const std::string numbers = numbers_of(setting.key); !numbers.empty()) {
            basis += basis.empty() ? "" : words("，", ", ");
            basis += numbers;
        }
        out_ += fmt::format("- {}{}{}", in(setting.label, language_), words("：", ": "),
                            in(setting.value, language_));
        if (!basis.empty()) {
            out_ += language_ == Language::zh ? fmt::format("〔{}〕", basis)
                                              : fmt::format(" [{}]", basis);
        }
        out_ += fmt::format("  `{}`\n", setting.key);
    }
    void add_interpretation_list() {
        out_ += fmt::format("\n## {}\n\n",
                            words("解释（系统规则）", "Interpretations (rules of the system)"));
        std::map<std::int32_t, const Interpretation*> sorted;
        for (const Interpretation& interpretation : rulebook_.interpretations) {
            sorted.emplace(interpretation.number, &interpretation);
        }
        for (const auto& [number, interpretation] : sorted) {
            out_ += fmt::format("{}. {}{}\n", number, in(interpretation->words, language_),
                                basis_of(*interpretation));
        }
    }
    std::string basis_of(const Interpretation& interpretation) const {
        const std::string cited = citation(rulebook_, interpretation.clause, language_);
        const std::string setting = interpretation.setting.empty()
                                        ? std::string(words("程序", "code"))
                                        : "`" + interpretation.setting + "`";
        return language_ == Language::zh ? fmt::format("〔对 {}，{}〕", cited, setting)
                                         : fmt::format(" [on {}, {}]", cited, setting);
    }
    void add_clauses() {
        out_ += fmt::format("\n## {}\n\n", words("条文", "Clauses"));
        for (const ClauseText& text : rulebook_.clauses) {
            if (text.id.starts_with("I ")) {
                continue;
            }
            out_ += language_ == Language::zh
                        ? fmt::format("- {} {}「{}」\n", text.id, text.article, text.words.zh)
                        : fmt::format("- {} {} {}\n", text.id, text.article, text.words.en);
        }
    }

    const Rulebook& rulebook_;
    Language language_;
    std::map<std::string, std::vector<std::int32_t>> by_setting_;
    std::string out_;
};

} // namespace

std::string explain(const Rulebook& rulebook, Language language) {
    return Explainer(rulebook, language).document();
}

} // namespace chengban::rulebook
