#include "demo/generator.h"

#include "base/source_dir.h"
#include "base/utf8.h"
#include "text/normalise.h"
#include "text/similarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace chengban::demo {
namespace {

std::vector<DemoOrder> orders(std::uint64_t seed, std::size_t count, DemoOptions options = {}) {
    DemoGenerator generator(seed, options);
    std::vector<DemoOrder> list;
    for (std::size_t i = 0; i < count; ++i) {
        list.push_back(generator.next());
    }
    return list;
}

std::string line_of(const DemoOrder& order) {
    std::string line;
    for (const std::string& part :
         {order.hotline_number, order.channel, to_string(order.received_at), order.kind,
          order.limit_class, order.title, order.claim, order.citizen_name, order.phone,
          order.address, order.district, order.street, order.category, order.field,
          std::to_string(order.matter), std::to_string(order.repeat),
          std::to_string(order.cluster.value_or(999'999)),
          std::string(order.is_anonymous ? "a" : "") + (order.is_confidential ? "c" : "")}) {
        line += part + "|";
    }
    return line;
}

std::uint64_t digest(const std::vector<DemoOrder>& list) {
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const DemoOrder& order : list) {
        for (const char c : line_of(order)) {
            hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211U;
        }
    }
    return hash;
}

TEST(DemoGenerator, TheSameSeedIsTheSameEverywhere) {
    EXPECT_NE(digest(orders(2026, 1000)), digest(orders(2027, 1000)));
    EXPECT_EQ(digest(orders(2026, 1000)), 11412003423261718710U); // golden
}

TEST(DemoGenerator, TextsAreValidAndOfPlausibleLength) {
    for (const DemoOrder& order : orders(1, 5000)) {
        for (const std::string& text : {order.title, order.claim, order.citizen_name, order.address,
                                        order.subject, order.street}) {
            ASSERT_TRUE(is_utf8(text) && !has_control(text));
            ASSERT_EQ(text.find('{'), std::string::npos) << text;
        }
        ASSERT_GE(code_points(order.claim), 40U) << order.claim;
        ASSERT_LE(code_points(order.claim), 400U) << order.claim;
        ASSERT_GE(code_points(order.title), 4U);
        ASSERT_LE(code_points(order.title), 40U) << order.title;
        ASSERT_FALSE(order.address.empty() || order.category.empty() || order.field.empty());
    }
}

TEST(DemoGenerator, NumbersAreUniqueAndTimesInOrder) {
    DemoOptions options;
    options.orders_per_day = 1000;
    std::set<std::string> numbers;
    Instant before;
    for (const DemoOrder& order : orders(2, 20'000, options)) {
        ASSERT_TRUE(numbers.insert(order.hotline_number).second) << order.hotline_number;
        ASSERT_LE(before, order.received_at);
        before = order.received_at;
    }
    const double days =
        static_cast<double>((before.milliseconds() - start_of(options.first_day).milliseconds())) /
        static_cast<double>(k_milliseconds_per_day);
    EXPECT_GT(days, 15);
    EXPECT_LT(days, 25);
}

TEST(DemoGenerator, TheClockMovesAtAnyRate) {
    for (const std::int32_t rate : {1, 100'000}) {
        DemoOptions options;
        options.orders_per_day = rate;
        const std::vector<DemoOrder> list = orders(3, 200, options);
        EXPECT_GT(list.back().received_at, list.front().received_at);
    }
    EXPECT_THROW(DemoGenerator(1, {.orders_per_day = 0}), Bug);
}

TEST(DemoGenerator, PhonesAreSoundInFormAndNobodys) {
    for (const DemoOrder& order : orders(4, 3000)) {
        if (!order.phone.empty()) {
            ASSERT_EQ(order.phone.size(), 11U);
            ASSERT_TRUE(order.phone.starts_with("169"));
            ASSERT_EQ(text::normalise_phone(order.phone), order.phone);
        }
        ASSERT_EQ(order.citizen_name.empty(), order.is_anonymous);
    }
}

TEST(DemoGenerator, VarietyOfEverything) {
    std::map<std::string, std::size_t> kinds;
    std::map<std::string, std::size_t> classes;
    std::set<std::string> categories;
    std::set<std::string> districts_seen;
    std::set<std::string> channels;
    std::set<std::string> claims;
    std::size_t anonymous = 0;
    std::size_t confidential = 0;
    std::size_t unreachable = 0;
    const std::vector<DemoOrder> list = orders(5, 10'000);
    for (const DemoOrder& order : list) {
        ++kinds[order.kind];
        ++classes[order.limit_class];
        categories.insert(order.category);
        districts_seen.insert(order.district);
        channels.insert(order.channel);
        claims.insert(order.claim);
        anonymous += order.is_anonymous ? 1U : 0U;
        confidential += order.is_confidential ? 1U : 0U;
        unreachable += order.phone.empty() ? 1U : 0U;
    }
    EXPECT_EQ(kinds.size(), 7U);
    EXPECT_EQ(classes.size(), 4U);
    EXPECT_EQ(categories.size(), property_topics().size() + housing_topics().size());
    EXPECT_EQ(districts_seen.size(), 16U);
    EXPECT_EQ(channels.size(), 6U);
    EXPECT_GT(claims.size(), 9'700U);
    for (const std::size_t share : {anonymous, confidential, unreachable}) {
        EXPECT_GT(share, 80U);
        EXPECT_LT(share, 900U);
    }
    EXPECT_GT(classes["general"], classes["urgent"] * 5);
}

TEST(DemoGenerator, RepeatsAreTheSameCitizenAndMatter) {
    std::map<std::uint64_t, std::vector<DemoOrder>> matters;
    const std::vector<DemoOrder> list = orders(6, 20'000);
    for (const DemoOrder& order : list) {
        matters[order.matter].push_back(order);
    }
    std::size_t repeats = 0;
    std::size_t stubborn = 0;
    for (const auto& [matter, group] : matters) {
        const DemoOrder& first = group.front();
        EXPECT_EQ(first.index, matter);
        for (std::size_t i = 0; i < group.size(); ++i) {
            ASSERT_EQ(group[i].repeat, static_cast<std::int32_t>(i) + 1);
            ASSERT_EQ(group[i].phone, first.phone);
            ASSERT_EQ(group[i].address, first.address);
            ASSERT_EQ(group[i].category, first.category);
            if (i > 0) {
                ASSERT_GT(text::similarity(first.claim, group[i].claim).contained_per_mille, 600);
            }
        }
        repeats += group.size() - 1;
        stubborn += group.size() >= 5 ? 1U : 0U;
    }
    EXPECT_GT(repeats, list.size() * 2 / 100);
    EXPECT_LT(repeats, list.size() * 4 / 100);
    EXPECT_GT(stubborn, 5U);
}

TEST(DemoGenerator, ClustersAreManyCitizensOfOnePlaceAndField) {
    std::map<std::uint64_t, std::vector<DemoOrder>> clusters;
    for (const DemoOrder& order : orders(7, 10'000)) {
        if (order.cluster && order.repeat == 1) {
            clusters[*order.cluster].push_back(order);
        }
    }
    ASSERT_GT(clusters.size(), 5U);
    std::size_t large = 0;
    for (const auto& [id, group] : clusters) {
        std::set<std::string> phones;
        for (const DemoOrder& order : group) {
            EXPECT_EQ(order.field, group.front().field);
            EXPECT_EQ(order.street, group.front().street);
            phones.insert(order.phone);
        }
        const std::int64_t span =
            group.back().received_at.milliseconds() - group.front().received_at.milliseconds();
        large += phones.size() >= 5 && span < 7 * k_milliseconds_per_day ? 1U : 0U;
    }
    EXPECT_GT(large, clusters.size() * 8 / 10);
}

TEST(DemoGenerator, StreetsAreThoseOfShanghai) {
    const char* given = std::getenv("CHENGBAN_DATA");
    const std::string folder = given != nullptr ? given : source_dir() + "/../shared/data";
    std::ifstream file(folder + "/shanghai_streets.csv");
    if (!file) {
        GTEST_SKIP() << "shanghai_streets.csv is absent";
    }
    std::set<std::string> known;
    for (std::string line; std::getline(file, line);) {
        const std::size_t a = line.find(',');
        const std::size_t b = line.find(',', a + 1);
        const std::size_t c = line.find(',', b + 1);
        known.insert(line.substr(0, a) + line.substr(c + 1));
        known.insert(line.substr(0, a) + line.substr(a + 1, b - a - 1));
    }
    for (const District& district : districts()) {
        EXPECT_TRUE(known.contains(std::string(district.code) + std::string(district.name)));
        for (const std::string_view street : district.streets) {
            EXPECT_TRUE(known.contains(std::string(district.code) + std::string(street)))
                << district.name << street;
        }
    }
}

} // namespace
} // namespace chengban::demo
