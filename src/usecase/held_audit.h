// For tests only: an audit that keeps its records in memory, or cannot keep any; and what stands in
// a Word or Excel file.
#pragma once

#include "tabular/zip_archive.h"
#include "usecase/audit.h"

#include <gtest/gtest.h>

namespace chengban::usecase {

struct HeldAudit : Audit {
    std::vector<AuditEvent> events;
    bool works = true;
    void record(AuditEvent event) override { events.push_back(std::move(event)); }
    bool record_durably(AuditEvent event) override {
        if (works) {
            events.push_back(std::move(event));
        }
        return works;
    }
};

inline std::string part_of(std::string archive_bytes, const std::string& name) {
    auto archive = tabular::ZipArchive::open(std::move(archive_bytes), "x", {});
    EXPECT_TRUE(archive);
    auto part = (*archive)->part(name);
    EXPECT_TRUE(part) << name;
    std::string text;
    for (auto piece = part->read(); piece && !piece->empty(); piece = part->read()) {
        text += *piece;
    }
    return text;
}

} // namespace chengban::usecase
