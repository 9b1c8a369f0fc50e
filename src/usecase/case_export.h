// 18: one order's record taken out as evidence that can be checked elsewhere without the database
// (store/case_file.h). Citizens' words are not in it: the events hold commitments, so that a text
// shown beside it can be proven to be the one on record.
#pragma once

#include "store/sqlite_store.h"
#include "usecase/desk.h"
#include "usecase/exports.h"

namespace chengban::usecase {

struct CaseWish {
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{field("reason", &CaseWish::reason, "用途", "purpose", {1, 500})};
    }
};

// Seals the heads first, so that all of it stands under a seal; the record of the copy, with the
// file's digest, is durable before the file is handed out.
Outcome<ExportFile> export_case(Desk& desk, store::SqliteStore& store, Audit& audit,
                                const workorder::Actor& reader, const OrderId& order,
                                const CaseWish& wish);

} // namespace chengban::usecase
