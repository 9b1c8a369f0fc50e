// Orders such as the hotline hands over, out of a seed: for demonstrations, tests and load. The
// same seed gives the same orders on every machine. All people, telephones and estates are invented
// (the telephones lie in the prefix 169, which no public operator has); districts, streets and
// roads are real.
//
// Room demo (may use: base, text).
#pragma once

#include "base/instant.h"
#include "demo/chance.h"
#include "demo/places.h"
#include "demo/topics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chengban::demo {

struct DemoOptions {
    Day first_day = Day(20'454);       // 2026-01-01
    std::int32_t orders_per_day = 300; // 1 … 100,000
};

struct DemoOrder {
    std::uint64_t index = 0;    // from 0
    std::string hotline_number; // «HX20260101000001», unique
    std::string channel;        // phone, website, app, wechat, sms, mail
    Instant received_at;        // never before that of the order before
    std::string kind;           // complaint, report, help, consultation, suggestion, praise, other
    std::string limit_class;    // urgent, semi_urgent, general, complex
    std::string title;
    std::string claim;        // 40–400 code points
    std::string citizen_name; // empty when anonymous
    std::string phone;        // eleven digits; empty: no means of contact
    std::string address;
    std::string district;      // code, «310101»
    std::string district_name; // «黄浦区»
    std::string street;
    std::string category; // tokens of the shipped rulebook
    std::string field;
    std::string subject;   // the category's matter in words, «电梯运行»
    std::string estate;    // «玉兰苑», also inside the address
    std::string building;  // «15号楼»
    std::size_t event = 0; // which case of its topic
    bool is_anonymous = false;
    bool is_confidential = false;
    std::uint64_t matter = 0;             // orders of one citizen on one matter have the same
    std::int32_t repeat = 1;              // 1 for the first order of its matter
    std::optional<std::uint64_t> cluster; // orders of many citizens on one event
};

class DemoGenerator {
public:
    explicit DemoGenerator(std::uint64_t seed, DemoOptions options = {});

    DemoOrder next();

private:
    struct Matter {
        DemoOrder first;
        Instant latest;
        std::int32_t count = 1;
        bool is_stubborn = false; // comes back again and again
    };
    struct Cluster {
        std::uint64_t id = 0;
        DemoOrder pattern;
        std::size_t topic = 0;
        std::int32_t left = 0;
    };

    void advance_clock();
    Instant now() const;
    std::string next_number();
    DemoOrder fresh(std::size_t topic);
    DemoOrder repeated();
    DemoOrder clustered();
    void fill_place(DemoOrder& order);
    void fill_citizen(DemoOrder& order);
    void fill_text(DemoOrder& order, const Topic& topic, std::size_t event);
    void remember(DemoOrder& order, std::size_t topic);

    DemoOptions options_;
    Chance chance_;
    std::uint64_t index_ = 0;
    std::int64_t clock_ = 0; // milliseconds since the start of the first day
    std::int32_t number_day_ = -1;
    std::int64_t number_in_day_ = 0;
    std::vector<Matter> matters_; // a window over the latest
    std::size_t oldest_matter_ = 0;
    std::vector<Cluster> clusters_;
    std::uint64_t next_cluster_ = 0;
};

} // namespace chengban::demo
