// Aho–Corasick over code points: finds every occurrence of many words in one pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chengban::text {

class Automaton {
public:
    // Words must be distinct; an empty word is never found.
    explicit Automaton(const std::vector<std::u32string>& words);

    // Calls found(word index, begin, end) for every occurrence, ordered by end.
    template <class Found>
    void scan(std::u32string_view text, Found&& found) const {
        std::uint32_t state = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            state = next(state, text[i]);
            for (std::uint32_t at = state; at != 0; at = states_[at].shorter) {
                if (states_[at].word != k_no_word) {
                    found(states_[at].word, i + 1 - states_[at].depth, i + 1);
                }
            }
        }
    }

    std::size_t states() const { return states_.size(); }

private:
    static constexpr std::uint32_t k_no_word = 0xFFFFFFFF;
    static constexpr char32_t k_flat = 0x10000;

    struct State {
        std::uint32_t edges_begin = 0;
        std::uint32_t edges_end = 0;
        std::uint32_t fail = 0;
        std::uint32_t shorter = 0; // nearest state on the chain of failures where a word ends
        std::uint32_t word = k_no_word;
        std::uint32_t depth = 0;
    };
    struct Edge {
        char32_t symbol;
        std::uint32_t target;
    };

    std::uint32_t from_root(char32_t symbol) const {
        if (symbol < k_flat) {
            return root_[symbol];
        }
        const auto found = root_beyond_.find(symbol);
        return found == root_beyond_.end() ? 0 : found->second;
    }
    std::uint32_t child(std::uint32_t state, char32_t symbol) const;
    std::uint32_t next(std::uint32_t state, char32_t symbol) const {
        while (state != 0) {
            if (const std::uint32_t target = child(state, symbol); target != 0) {
                return target;
            }
            state = states_[state].fail;
        }
        return from_root(symbol);
    }
    void link();

    std::vector<State> states_;
    std::vector<Edge> edges_; // of each state but the root, sorted by symbol
    std::vector<std::uint32_t> root_;
    std::unordered_map<char32_t, std::uint32_t> root_beyond_;
};

} // namespace chengban::text
