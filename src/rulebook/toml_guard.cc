#include "rulebook/toml_guard.h"

#include <cstdint>

namespace chengban::rulebook {

namespace {

constexpr std::size_t k_dots_max = 64; // outside of strings and comments, in one line

// Walks over the file as TOML's grammar of strings and comments sees it.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {
        constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
        at_ = text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
    }

    std::optional<TomlFault> run() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                const std::size_t end = text_.find('\n', at_);
                at_ = end == std::string_view::npos ? text_.size() : end;
            } else if (c == '"' || c == '\'') {
                if (!skip_string(c)) {
                    return TomlFault{line_, "引号没有结束", "a quotation mark is not closed"};
                }
            } else if (static_cast<std::uint8_t>(c) >= 0x80) {
                return TomlFault{line_, "引号之外出现了非 ASCII 字符",
                                 "a character outside of ASCII stands outside of quotation marks"};
            } else if (c == '.' && ++dots_ > k_dots_max) {
                return TomlFault{line_, "一行中的键层次过多",
                                 "a key of too many parts in one line"};
            } else {
                step();
            }
        }
        return std::nullopt;
    }

private:
    void step() {
        if (text_[at_] == '\n') {
            ++line_;
            dots_ = 0;
        }
        ++at_;
    }
    bool stands_thrice(char quote) const {
        return text_.substr(at_).starts_with(std::string_view(quote == '"' ? "\"\"\"" : "'''"));
    }
    // An escape in a basic string takes the character behind it.
    void step_in_string(char quote) {
        if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) {
            step();
        }
        step();
    }
    bool skip_string(char quote) {
        return stands_thrice(quote) ? skip_long_string(quote) : skip_short_string(quote);
    }
    bool skip_short_string(char quote) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != '\n') {
            if (text_[at_] == quote) {
                ++at_;
                return true;
            }
            const bool escapes_line_end =
                text_[at_] == '\\' && quote == '"' && text_.substr(at_ + 1).starts_with('\n');
            if (escapes_line_end) {
                return false;
            }
            step_in_string(quote);
        }
        return false;
    }
    bool skip_long_string(char quote) {
        at_ += 3;
        while (at_ < text_.size()) {
            if (stands_thrice(quote)) {
                at_ += 3;
                // Up to two quotation marks before the closing ones belong to the string.
                for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) {
                    ++at_;
                }
                return true;
            }
            step_in_string(quote);
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t dots_ = 0;
};

} // namespace

std::optional<TomlFault> find_toml_fault(std::string_view text) {
    return Walk(text).run();
}

} // namespace chengban::rulebook
