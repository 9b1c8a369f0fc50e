// B9: all open orders of a person in a unit to another; one command per order, each with its own
// result, never all or nothing.
#pragma once

#include "usecase/desk.h"
#include "usecase/jobs.h"

namespace chengban::usecase {

struct Handover {
    PersonId from;
    PersonId to;
    std::string reason; // kept on every order
    bool preview = false;
    static constexpr auto fields() {
        using T = Handover;
        return std::tuple{field("from", &T::from, "移交人", "from"),
                          field("to", &T::to, "接收人", "to"),
                          field("reason", &T::reason, "理由", "reason", {2, 500}),
                          defaulted("preview", &T::preview, "预览", "preview")};
    }
};

// Refused as a whole, before any job: who may hand over, and whether the successor handles here.
Result<Done> check_handover(const people::Organisation& organisation, const workorder::Actor& actor,
                            const Handover& wanted);

// summary {"preview","handed_over","refused","items":[{"order","ok","version"|"reasons"}]}
JobResult hand_over(Desk& desk, const workorder::Actor& actor, const Handover& wanted,
                    JobControl& control);

} // namespace chengban::usecase
