#include "demo/generator.h"

#include "base/invariant.h"
#include "base/utf8.h"
#include "demo/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::demo {

namespace {

constexpr std::size_t k_matters_kept = 2000;
constexpr std::size_t k_matters_before_repeats = 100;
constexpr std::int64_t k_closed_after = 6 * k_milliseconds_per_day;
constexpr std::size_t k_clusters_kept = 3;
constexpr std::uint32_t k_repeat_per_mille = 30;
constexpr std::uint32_t k_cluster_begins_per_mille = 3;
constexpr std::uint32_t k_cluster_goes_on_per_mille = 60;
constexpr std::size_t k_claim_code_points_min = 40;
constexpr std::size_t k_claim_code_points_max = 400;

struct Share {
    std::string_view token;
    std::uint32_t weight;
};

constexpr std::array k_kinds{Share{"complaint", 44},    Share{"help", 24},      Share{"report", 8},
                             Share{"consultation", 14}, Share{"suggestion", 5}, Share{"praise", 3},
                             Share{"other", 2}};
constexpr std::array k_classes{Share{"general", 74}, Share{"complex", 14}, Share{"semi_urgent", 8},
                               Share{"urgent", 4}};
constexpr std::array k_channels{Share{"phone", 70}, Share{"app", 14}, Share{"website", 7},
                                Share{"wechat", 6}, Share{"sms", 2},  Share{"mail", 1}};
// How rare calls are in each hour of the day, 10 = average.
constexpr std::array<std::int64_t, 24> k_gap_of_hour{
    80, 120, 150, 150, 120, 80, 40, 18, 8, 5, 5, 6, 9, 6, 5, 6, 7, 9, 10, 10, 11, 16, 26, 45};

template <class List>
std::size_t weighted(const List& list, Chance& chance) {
    std::uint32_t sum = 0;
    for (const auto& entry : list) {
        sum += entry.weight;
    }
    std::uint32_t at = chance.below(sum);
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (at < list[i].weight) {
            return i;
        }
        at -= list[i].weight;
    }
    unreachable("weighted");
}

const std::vector<Topic>& topics() {
    static const std::vector<Topic> all = [] {
        std::vector<Topic> list(property_topics().begin(), property_topics().end());
        list.insert(list.end(), housing_topics().begin(), housing_topics().end());
        return list;
    }();
    return all;
}

bool is_trouble(std::string_view kind) {
    return kind == "complaint" || kind == "help" || kind == "report";
}

std::string flat(Chance& chance) {
    return fmt::format("{}号{}0{}室", chance.between(1, 40), chance.between(1, 18),
                       chance.between(1, 6));
}

std::string with_length(std::string claim, std::string_view filler) {
    while (code_points(claim) < k_claim_code_points_min) {
        claim += filler;
    }
    return std::string(first_code_points(claim, k_claim_code_points_max));
}

} // namespace

DemoGenerator::DemoGenerator(std::uint64_t seed, DemoOptions options)
    : options_(options), chance_(seed) {
    invariant(options.orders_per_day >= 1 && options.orders_per_day <= 100'000,
              "orders per day out of range");
    matters_.reserve(k_matters_kept);
}

DemoOrder DemoGenerator::next() {
    advance_clock();
    DemoOrder order;
    if (!clusters_.empty() && chance_.per_mille(k_cluster_goes_on_per_mille)) {
        order = clustered();
    } else if (matters_.size() >= k_matters_before_repeats &&
               chance_.per_mille(k_repeat_per_mille)) {
        order = repeated();
    } else {
        const std::size_t topic = weighted(topics(), chance_);
        order = fresh(topic);
        remember(order, topic);
    }
    order.index = index_++;
    return order;
}

void DemoGenerator::advance_clock() {
    const auto hour = static_cast<std::size_t>(clock_ % k_milliseconds_per_day / 3'600'000);
    // Ten times the mean gap; a gap is drawn from 0 to twice the mean.
    const std::int64_t mean =
        k_milliseconds_per_day * k_gap_of_hour[hour] / options_.orders_per_day;
    clock_ += chance_.below(static_cast<std::uint32_t>(mean / 5 + 1));
}

Instant DemoGenerator::now() const {
    return start_of(options_.first_day).plus_milliseconds(clock_ / 1000 * 1000);
}

std::string DemoGenerator::next_number() {
    const auto day = static_cast<std::int32_t>(clock_ / k_milliseconds_per_day);
    if (day != number_day_) {
        number_day_ = day;
        number_in_day_ = 0;
    }
    const YearMonthDay ymd = year_month_day(options_.first_day.plus(day));
    return fmt::format("HX{:04}{:02}{:02}{:06}", ymd.year, ymd.month, ymd.day, ++number_in_day_);
}

DemoOrder DemoGenerator::fresh(std::size_t topic) {
    DemoOrder order;
    order.hotline_number = next_number();
    order.received_at = now();
    order.channel = k_channels[weighted(k_channels, chance_)].token;
    order.kind = k_kinds[weighted(k_kinds, chance_)].token;
    order.limit_class = is_trouble(order.kind) ? k_classes[weighted(k_classes, chance_)].token
                                               : std::string_view("general");
    order.matter = index_;
    fill_place(order);
    fill_citizen(order);
    const auto cases = static_cast<std::uint32_t>(topics()[topic].cases.size());
    fill_text(order, topics()[topic], chance_.below(cases));
    return order;
}

DemoOrder DemoGenerator::repeated() {
    // Of the older half. Half of the repeats come from few who call again and again.
    const std::size_t size = matters_.size();
    const auto half = static_cast<std::uint32_t>(size / 2);
    std::size_t at = (oldest_matter_ + chance_.below(half)) % size;
    if (chance_.per_mille(500)) {
        for (std::size_t step = 0; step < size && !matters_[at].is_stubborn; ++step) {
            at = (at + 1) % size;
        }
    }
    Matter& matter = matters_[at];
    DemoOrder order = matter.first;
    order.cluster.reset();
    order.repeat = ++matter.count;
    order.hotline_number = next_number();
    order.received_at = now();
    order.channel = k_channels[weighted(k_channels, chance_)].token;
    order.kind = "complaint";
    const bool was_closed = now().milliseconds() - matter.latest.milliseconds() > k_closed_after;
    matter.latest = now();
    const std::string core(first_code_points(matter.first.claim, 200));
    order.claim = with_length(
        repeat_opening({order.repeat, matter.first.hotline_number, was_closed}, chance_) + core,
        "请重视。");
    return order;
}

DemoOrder DemoGenerator::clustered() {
    Cluster& cluster = clusters_[chance_.below(static_cast<std::uint32_t>(clusters_.size()))];
    DemoOrder order = fresh(cluster.topic);
    order.kind = "complaint";
    order.limit_class = cluster.pattern.limit_class;
    order.district = cluster.pattern.district;
    order.district_name = cluster.pattern.district_name;
    order.street = cluster.pattern.street;
    order.estate = cluster.pattern.estate;
    order.building = cluster.pattern.building;
    // Another flat of the same estate.
    const std::string bracket = "）";
    const std::size_t end = cluster.pattern.address.find(bracket) + bracket.size();
    order.address = cluster.pattern.address.substr(0, end) + flat(chance_);
    fill_text(order, topics()[cluster.topic], cluster.pattern.event);
    order.cluster = cluster.id;
    if (--cluster.left == 0) {
        clusters_.erase(clusters_.begin() + (&cluster - clusters_.data()));
    }
    return order;
}

void DemoGenerator::fill_place(DemoOrder& order) {
    const District& district = districts()[weighted(districts(), chance_)];
    order.district = district.code;
    order.district_name = district.name;
    order.street = chance_.pick(district.streets);
    order.estate = estate_name(chance_);
    order.building = fmt::format("{}号楼", chance_.between(1, 40));
    order.address =
        fmt::format("{}{}{}{}{}弄（{}）{}", chance_.per_mille(600) ? "上海市" : "", district.name,
                    chance_.per_mille(500) ? order.street : "", chance_.pick(district.roads),
                    chance_.between(11, 1999), order.estate, flat(chance_));
}

void DemoGenerator::fill_citizen(DemoOrder& order) {
    order.is_anonymous = chance_.per_mille(order.kind == "report" ? 250 : 30);
    const std::string name = person_name(chance_);
    order.citizen_name = order.is_anonymous ? std::string() : name;
    const std::string phone = fmt::format("169{:08}", chance_.below(100'000'000));
    const bool has_phone = !chance_.per_mille(order.is_anonymous ? 500 : 15);
    order.phone = has_phone ? phone : std::string();
    order.is_confidential = chance_.per_mille(order.kind == "report" ? 100 : 12);
}

void DemoGenerator::fill_text(DemoOrder& order, const Topic& topic, std::size_t event) {
    const Slots slots{order.estate, order.building, company_name(chance_)};
    const ClaimParts parts{order.kind, &topic, &topic.cases[event], &slots};
    order.event = event;
    order.category = topic.category;
    order.field = topic.field;
    order.subject = topic.subject;
    order.title = title_text(parts);
    order.claim = with_length(claim_text(parts, chance_), "希望有关部门予以重视并回复。");
}

void DemoGenerator::remember(DemoOrder& order, std::size_t topic) {
    if (!is_trouble(order.kind) || order.is_anonymous || order.phone.empty()) {
        return;
    }
    if (clusters_.size() < k_clusters_kept && chance_.per_mille(k_cluster_begins_per_mille)) {
        order.cluster = next_cluster_++;
        clusters_.push_back({*order.cluster, order, topic, chance_.between(5, 14)});
    }
    Matter matter{order, order.received_at, 1, chance_.per_mille(20)};
    if (matters_.size() < k_matters_kept) {
        matters_.push_back(std::move(matter));
    } else {
        matters_[oldest_matter_] = std::move(matter);
        oldest_matter_ = (oldest_matter_ + 1) % k_matters_kept;
    }
}

} // namespace chengban::demo
