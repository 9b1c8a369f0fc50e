// 18: nothing about identity or claim goes to an unrelated third party; passing to a related one (a
// property company) is minimal and recorded. Each passing is a record of its own, of one order.
#pragma once

#include "usecase/audit.h"
#include "usecase/desk.h"
#include "usecase/identity.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

enum class ThirdParty {
    property_company,
    owners_committee,
    residents_committee,
    public_utility,
    contractor,
    other_related,
};

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::ThirdParty> {
    using E = chengban::usecase::ThirdParty;
    static constexpr std::array rows{
        EnumRow<E>{E::property_company, "property_company", "物业服务企业", "property company"},
        EnumRow<E>{E::owners_committee, "owners_committee", "业主委员会", "owners' committee"},
        EnumRow<E>{E::residents_committee, "residents_committee", "居民委员会",
                   "residents' committee"},
        EnumRow<E>{E::public_utility, "public_utility", "供水供电等公用企业", "public utility"},
        EnumRow<E>{E::contractor, "contractor", "施工维保单位", "contractor"},
        EnumRow<E>{E::other_related, "other_related", "其他有关方", "another related party"}};
};

namespace chengban::usecase {

// What a client sends.
struct PassWish {
    ThirdParty party = ThirdParty::property_company;
    Text recipient;
    std::vector<IdentityField> passed;
    Text purpose;                // why this party needs it
    bool citizen_agreed = false; // to name or number being passed on
    static constexpr auto fields() {
        using T = PassWish;
        return std::tuple{
            field("party", &T::party, "接收方类别", "kind of third party"),
            field("recipient", &T::recipient, "接收方名称", "recipient", {2, 100}),
            field("passed", &T::passed, "提供的项目", "what is passed", {1, 5}),
            field("purpose", &T::purpose, "与事项的关系和用途", "relation and purpose", {4, 500}),
            defaulted("citizen_agreed", &T::citizen_agreed, "反映人同意", "the citizen agreed")};
    }
};

struct PassToThirdParty {
    static constexpr std::string_view name = "pass_to_third_party";
    OrderId order;
    ThirdParty party = ThirdParty::property_company;
    Text recipient;
    std::vector<IdentityField> passed;
    Text purpose;
    bool citizen_agreed = false;
    static constexpr auto fields() {
        using T = PassToThirdParty;
        return std::tuple{
            field("order", &T::order, "工单", "order"),
            field("party", &T::party, "接收方类别", "kind of third party"),
            field("recipient", &T::recipient, "接收方名称", "recipient", {1, 100}),
            field("passed", &T::passed, "提供的项目", "what is passed", {1, 5}),
            field("purpose", &T::purpose, "用途", "purpose", {1, 500}),
            field("citizen_agreed", &T::citizen_agreed, "反映人同意", "the citizen agreed")};
    }
};

struct Disclosure {
    static constexpr std::string_view kind = "disclosure";
    using Command = std::variant<PassToThirdParty>;
    using Event = Command; // what was done says all
    std::string id;
    std::int64_t version = 0;
    PassToThirdParty passing;
    workorder::Actor by;
    Instant at;
    static constexpr auto fields() {
        using T = Disclosure;
        return std::tuple{field("passing", &T::passing, "提供", "passing"),
                          field("by", &T::by, "经手人", "by"), field("at", &T::at, "时间", "at")};
    }
};

void evolve_disclosure(Disclosure& one, const Disclosure::Event& event, const Stamp& stamp);
// Pure. All reasons: name or number without the citizen's word (identity_without_consent), an order
// marked confidential (confidential_order), a field twice.
Result<std::vector<Disclosure::Event>>
decide_disclosure(const Disclosure& one, const Disclosure::Command& command, bool confidential);

class Disclosures {
public:
    Disclosures(Desk& desk, Audit& audit);

    Outcome<StreamAnswer> pass(const workorder::Actor& actor, const OrderId& order, PassWish wish,
                               const std::string& idempotency_key);
    // Of one order, for whoever may see it; newest first.
    Outcome<json::object> list(const workorder::Actor& reader, const OrderId& order);

private:
    Desk& desk_;
    Audit& audit_;
    StreamDesk<Disclosure> disclosures_;
};

} // namespace chengban::usecase
