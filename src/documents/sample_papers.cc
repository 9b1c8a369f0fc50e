#include "documents/sample_papers.h"

#include "base/source_dir.h"

#include <boost/json/parse.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace chengban::documents {

namespace {

const json::object& papers() {
    static const json::object k_papers = [] {
        std::ifstream file(source_dir() + "/src/documents/samples.json");
        std::stringstream text;
        text << file.rdbuf();
        return json::parse(text.str()).as_object();
    }();
    return k_papers;
}

Document made(Form form, const json::value& paper) {
    Result<Document> document = document_of(form, paper);
    if (!document) {
        throw std::runtime_error(std::string(token(form)) + ": " +
                                 document.error().reasons.front().field + " " +
                                 document.error().reasons.front().words.en);
    }
    return *std::move(document);
}

} // namespace

Document sample(Form form) {
    return made(form, papers().at(token(form)));
}
Document blank(Form form) {
    return made(form, json::object{});
}

FileFacts sample_facts() {
    return {"上海市物业管理事务中心", *parse_instant("2026-11-25T10:00:00+08:00", "created")};
}

std::string write_temporary(const std::string& name, const std::string& bytes) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "chengban_documents_test";
    std::filesystem::create_directories(folder);
    const std::string path = folder / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

std::string output_of(const std::string& command) {
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot run " + command);
    }
    std::string output;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        output.append(buffer.data(), got);
    }
    if (pclose(pipe) != 0) {
        throw std::runtime_error("failed: " + command);
    }
    return output;
}

} // namespace chengban::documents
