// keys, verify --case, retention: what an operator does for the data at rest.
#include "cli/workspace.h"
#include "crypto/hex.h"
#include "store/case_file.h"
#include "store/keyring.h"
#include "usecase/retention.h"

#include <fmt/format.h>

namespace chengban::cli {

namespace {

int print_uses(store::SqliteStore& store, Language language) {
    for (const store::KeyUse& use : store.key_uses()) {
        fmt::print("{} {} {} {} {} {}\n", use.id, token(use.algorithm),
                   use.from_command ? "command" : "file",
                   use.current ? (language == Language::zh ? "现用" : "current") : "-", use.values,
                   use.files);
    }
    fmt::print("{}: {}\n",
               language == Language::zh ? "案卷签名公钥（Ed25519）"
                                        : "public key of case files (Ed25519)",
               crypto::to_hex(store.signing_key().public_key()));
    return k_ok;
}

int add_key(const KeysOptions& options, Language language) {
    const auto algorithm = from_token<crypto::SealAlgorithm>(options.algorithm);
    invariant(algorithm.has_value(), "the command line allows known schemes only");
    const std::filesystem::path keys = store_options(options.store).keys();
    const Result<std::uint32_t> id = store::add_master_key(keys, *algorithm, options.command);
    if (!id) {
        return refuse(id.error(), language);
    }
    fmt::print("{} {}\n", language == Language::zh ? "已加入主密钥" : "added master key", *id);
    return k_ok;
}

int reseal(const KeysOptions& options, Language language) {
    Result<std::unique_ptr<store::SqliteStore>> opened =
        store::open_store(store_options(options.store));
    if (!opened) {
        return refuse(opened.error(), language);
    }
    ProgressLine line(language == Language::zh ? "已重新密封" : "sealed anew");
    const Result<store::ResealReport> report =
        (*opened)->reseal([&](std::int64_t done, std::int64_t total) {
            line.show(done, total);
            return true;
        });
    if (!report) {
        return refuse(report.error(), language);
    }
    json::array removable(report->removable.begin(), report->removable.end());
    fmt::print("{}\n", canonical_json(json::object{{"current", report->current},
                                                   {"values", report->values},
                                                   {"files", report->files},
                                                   {"removable", std::move(removable)}}));
    for (const store::Fault& fault : report->faults) {
        fmt::print(stderr, "{}: {}\n", fault.place, in(fault.words, language));
    }
    return report->faults.empty() ? k_ok : k_refused;
}

} // namespace

int run_keys(KeysAct act, const KeysOptions& options, Language language) {
    switch (act) {
    case KeysAct::add:
        return add_key(options, language);
    case KeysAct::reseal:
        return reseal(options, language);
    case KeysAct::list: {
        Result<std::unique_ptr<store::SqliteStore>> opened =
            store::open_store(store_options(options.store, store::Access::read_only));
        return opened ? print_uses(**opened, language) : refuse(opened.error(), language);
    }
    }
    unreachable("run_keys");
}

int run_verify_case(const std::string& file, const std::string& anchor,
                    const std::string& public_key, Language language) {
    const Result<std::string> text = read_file(file);
    if (!text) {
        return refuse(text.error(), language);
    }
    store::CaseTrust trust;
    if (!public_key.empty()) {
        trust.public_key = public_key;
    }
    if (!anchor.empty()) {
        const Result<std::string> kept = read_file(anchor);
        if (!kept) {
            return refuse(kept.error(), language);
        }
        trust.anchor = store::parse_anchor(*kept);
    }
    const store::CaseReport report = store::verify_case_file(*text, trust);
    json::array seals;
    for (const store::Seal& seal : report.seals) {
        seals.push_back({{"number", seal.number},
                         {"at", to_string(seal.at)},
                         {"root", crypto::to_hex(crypto::bytes_of(seal.root))}});
    }
    fmt::print("{}\n", canonical_json(json::object{
                           {"stream", report.stream},
                           {"exported", report.exported},
                           {"events", report.events},
                           {"sealed_events", report.sealed_events},
                           {"seals", std::move(seals)},
                           {"anchored_seals", report.anchored_seals},
                           {"attachments", report.attachments},
                           {"signed_by", report.signed_by},
                           {"sm3", crypto::to_hex(crypto::bytes_of(crypto::sm3(*text)))},
                           {"faults", static_cast<std::int64_t>(report.faults.size())}}));
    for (const store::Fault& fault : report.faults) {
        fmt::print(stderr, "{}: {}\n", fault.place, in(fault.words, language));
    }
    return report.faults.empty() ? k_ok : k_refused;
}

int run_retention(const RetentionOptions& options, Language language) {
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options.store, 2);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    usecase::RetentionWish wish;
    wish.dry_run = !options.run_orders;
    wish.orders = options.run_orders;
    ProgressLine line(language == Language::zh ? "已清除" : "erased");
    usecase::JobControl control;
    control.on_progress([&](std::int64_t done, std::int64_t total) { line.show(done, total); });
    const usecase::JobResult result =
        usecase::run_retention((*workspace)->desk(), (*workspace)->store(), nullptr,
                               usecase::operator_actor(), wish, control);
    fmt::print("{}\n", canonical_json(result.summary));
    if (!options.report.empty()) {
        if (const auto written = write_file(options.report, result.content); !written) {
            return refuse(written.error(), language);
        }
    }
    return result.summary.contains("refused") ? k_refused : k_ok;
}

} // namespace chengban::cli
