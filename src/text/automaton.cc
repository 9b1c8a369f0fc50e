#include "text/automaton.h"

#include <algorithm>
#include <map>

namespace chengban::text {

Automaton::Automaton(const std::vector<std::u32string>& words) : states_(1), root_(k_flat, 0) {
    std::vector<std::map<char32_t, std::uint32_t>> children(1);
    for (std::size_t index = 0; index < words.size(); ++index) {
        std::uint32_t state = 0;
        for (const char32_t symbol : words[index]) {
            const auto [found, fresh] =
                children[state].try_emplace(symbol, static_cast<std::uint32_t>(states_.size()));
            const std::uint32_t target = found->second;
            if (fresh) {
                states_.emplace_back().depth = states_[state].depth + 1;
                children.emplace_back();
            }
            state = target;
        }
        if (state != 0) {
            states_[state].word = static_cast<std::uint32_t>(index);
        }
    }
    for (const auto& [symbol, target] : children.front()) {
        if (symbol < k_flat) {
            root_[symbol] = target;
        } else {
            root_beyond_.emplace(symbol, target);
        }
    }
    for (std::size_t state = 0; state < states_.size(); ++state) {
        states_[state].edges_begin = static_cast<std::uint32_t>(edges_.size());
        for (const auto& [symbol, target] : children[state]) {
            edges_.push_back({symbol, target});
        }
        states_[state].edges_end = static_cast<std::uint32_t>(edges_.size());
    }
    link();
}

std::uint32_t Automaton::child(std::uint32_t state, char32_t symbol) const {
    const auto begin = edges_.begin() + states_[state].edges_begin;
    const auto end = edges_.begin() + states_[state].edges_end;
    const auto found = std::lower_bound(
        begin, end, symbol, [](const Edge& edge, char32_t wanted) { return edge.symbol < wanted; });
    return found != end && found->symbol == symbol ? found->target : 0;
}

void Automaton::link() {
    std::vector<std::uint32_t> queue{0};
    for (std::size_t at = 0; at < queue.size(); ++at) {
        const std::uint32_t state = queue[at];
        for (std::uint32_t e = states_[state].edges_begin; e < states_[state].edges_end; ++e) {
            const auto [symbol, target] = edges_[e];
            const std::uint32_t fail = state == 0 ? 0 : next(states_[state].fail, symbol);
            states_[target].fail = fail;
            states_[target].shorter =
                states_[fail].word != k_no_word ? fail : states_[fail].shorter;
            queue.push_back(target);
        }
    }
}

} // namespace chengban::text
