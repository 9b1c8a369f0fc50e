// Asking the operator's virus scanner on this machine: ClamAV's clamd, or whatever speaks its
// INSTREAM, behind a unix socket or a loopback port. Blocks, within a bounded time.
#pragma once

#include "base/result.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace chengban::outbound {

class VirusScanner {
public:
    // Fills `piece` with the next bytes; empty is the end.
    using Source = std::function<Result<Done>(std::string& piece)>;

    // «unix:/run/clamav/clamd.ctl» or «127.0.0.1:3310»: files go to no other machine in plain.
    static Result<VirusScanner> at(std::string_view address, std::chrono::seconds time = k_time);

    // What was found, as the scanner calls it; empty: nothing. A refusal («scanner_silent») when
    // the scanner did not say: nothing is known of the file then.
    Result<std::string> scan(const Source& source) const;
    // It is there and answers.
    Result<Done> ping() const;

private:
    static constexpr std::chrono::seconds k_time{30};

    VirusScanner(std::string path, int port, std::chrono::seconds time)
        : path_(std::move(path)), port_(port), time_(time) {}

    std::string path_; // of the unix socket; empty: the port of 127.0.0.1
    int port_ = 0;
    std::chrono::seconds time_;
};

} // namespace chengban::outbound
