#include "followup/draw.h"

#include "crypto/digest.h"
#include "crypto/hex.h"

#include <algorithm>
#include <map>

namespace chengban::followup {

namespace {

// SplitMix64's last steps: every bit of the input moves every bit of the output.
constexpr std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

// The lot of an order under a seed. It does not depend on who else is a candidate, so that a
// neighbour more or less changes the sample only where it must.
std::uint64_t lot_of(const OrderId& order, std::uint64_t seed) {
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a
    for (const char c : order.text()) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    return mixed(hash ^ mixed(seed + 0x9E3779B97F4A7C15ULL));
}

bool fits(const RateRow& row, const Candidate& candidate) {
    return (!row.unit || *row.unit == candidate.unit) &&
           (!row.kind || *row.kind == candidate.kind) &&
           (!row.outcome || *row.outcome == candidate.outcome);
}

std::int32_t row_of(const Plan& plan, const Candidate& candidate) {
    for (std::size_t i = 0; i < plan.rates.size(); ++i) {
        if (fits(plan.rates[i], candidate)) {
            return static_cast<std::int32_t>(i);
        }
    }
    return -1;
}

// The rate of the group, rounded up, at least the minimum; a rate of nothing draws nothing.
std::size_t sample_size(std::size_t candidates, std::int32_t per_mille, std::int32_t minimum) {
    if (per_mille == 0) {
        return 0;
    }
    const std::size_t by_rate = (candidates * static_cast<std::size_t>(per_mille) + 999) / 1000;
    return std::min(candidates, std::max(by_rate, static_cast<std::size_t>(minimum)));
}

// As many stretches as there are picks, equal but for one order; the lowest lot of each is asked.
void draw_group(const Group& group, std::span<const Candidate* const> members, std::uint64_t seed,
                std::vector<Pick>& picks) {
    const auto wanted = static_cast<std::size_t>(group.drawn);
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::size_t from = i * members.size() / wanted;
        const std::size_t to = (i + 1) * members.size() / wanted;
        std::vector<OrderId> stretch;
        for (std::size_t at = from; at < to; ++at) {
            stretch.push_back(members[at]->order);
        }
        std::sort(stretch.begin(), stretch.end(), [&](const OrderId& a, const OrderId& b) {
            const std::uint64_t lot_a = lot_of(a, seed);
            const std::uint64_t lot_b = lot_of(b, seed);
            return lot_a != lot_b ? lot_a < lot_b : a < b;
        });
        picks.push_back(
            {group.unit, group.row, stretch.front(), {stretch.begin() + 1, stretch.end()}});
    }
}

std::string hex_of(const crypto::Framed& framed) {
    return crypto::to_hex(crypto::bytes_of(crypto::sm3(framed.bytes())));
}

} // namespace

Drawing draw(const Plan& plan, std::vector<Candidate> candidates, std::uint64_t seed) {
    std::erase_if(candidates, [&](const Candidate& candidate) {
        return std::find(plan.left_out.begin(), plan.left_out.end(), candidate.kind) !=
               plan.left_out.end();
    });
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.completed_at != b.completed_at ? a.completed_at < b.completed_at
                                                : a.order < b.order;
    });
    Drawing drawing;
    crypto::Framed listed;
    std::map<std::pair<UnitId, std::int32_t>, std::vector<const Candidate*>> groups;
    std::map<OrderId, Instant> completions;
    for (const Candidate& candidate : candidates) {
        invariant(completions.emplace(candidate.order, candidate.completed_at).second,
                  "an order is a candidate twice");
        groups[{candidate.unit, row_of(plan, candidate)}].push_back(&candidate);
        listed.text(candidate.order.text())
            .number(candidate.completed_at.milliseconds())
            .text(candidate.unit.text())
            .text(token(candidate.kind))
            .text(token(candidate.outcome));
    }
    drawing.candidates_digest = hex_of(listed);
    for (const auto& [key, members] : groups) {
        Group group{key.first, key.second, plan.per_mille,
                    static_cast<std::int64_t>(members.size()), 0};
        if (group.row >= 0) {
            group.per_mille = plan.rates[static_cast<std::size_t>(group.row)].per_mille;
        }
        group.drawn =
            static_cast<std::int64_t>(sample_size(members.size(), group.per_mille, plan.minimum));
        draw_group(group, members, seed, drawing.picks);
        drawing.groups.push_back(std::move(group));
    }
    std::sort(drawing.picks.begin(), drawing.picks.end(), [&](const Pick& a, const Pick& b) {
        const Instant at_a = completions.at(a.order);
        const Instant at_b = completions.at(b.order);
        return at_a != at_b ? at_a < at_b : a.order < b.order;
    });
    crypto::Framed proof;
    proof.text(canonical_json(write_record(plan)))
        .number(static_cast<std::int64_t>(seed))
        .text(drawing.candidates_digest);
    for (const Pick& pick : drawing.picks) {
        proof.text(pick.order.text());
    }
    drawing.sample_digest = hex_of(proof);
    return drawing;
}

} // namespace chengban::followup
