// What center, office and units do about supervision, repeats and reminders on a simulated day, so
// that a demonstration's pages have content. Every step is an ordinary command.
#pragma once

#include "store/blob_store.h"
#include "usecase/desk.h"

namespace chengban::usecase {

class SimulatedCasework {
public:
    SimulatedCasework(Desk& desk, store::BlobStore& blobs);

    // Once for each day of the simulated clock; further calls of the day do nothing.
    void live(Day today);

private:
    void hotline();
    void proposals();
    void supervisions();
    void reports();
    void causes();
    void reminders();
    void reassignments();
    void half_years();
    void admonitions();

    std::vector<store::OrderRow> rows(store::OrderFilter filter, std::int32_t limit);
    workorder::Actor person(const UnitId& unit, workorder::Role role) const;
    workorder::Actor bureau(workorder::Role role) const;
    // The sealed report on the order's record, put there when there is none.
    std::optional<AttachmentId> sealed_report(const store::OrderRow& row);
    bool give(const workorder::Actor& actor, const OrderId& order, workorder::Command command);
    // The same are chosen on every machine.
    static bool chosen(std::string_view name, std::string_view what, std::uint64_t one_in);

    Desk& desk_;
    store::BlobStore& blobs_;
    OrganisationPtr organisation_;
    std::optional<Day> lived_;
};

} // namespace chengban::usecase
