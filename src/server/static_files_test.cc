#include "server/static_files.h"

#include "server/spool.h"

#include <gtest/gtest.h>

#include <fstream>

namespace chengban::server {
namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "chengban-static-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void put(const std::string& name, const std::string& bytes) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << bytes;
    }

    fs::path path;
};

Response ask(const StaticFiles& files, std::string path, std::string_view encodings = "") {
    Request request;
    request.path = std::move(path);
    if (!encodings.empty()) {
        request.headers.add("Accept-Encoding", encodings);
    }
    return files.respond(request);
}

TEST(StaticFiles, serves_what_the_folder_holds_and_nothing_else) {
    const Folder folder;
    folder.put("ui/index.html", "<!doctype html>");
    folder.put("ui/assets/app-B3fd9a0c.js", "app");
    folder.put("ui/assets/app-B3fd9a0c.js.gz", "gz");
    folder.put("ui/assets/app-B3fd9a0c.js.br", "br");
    folder.put("ui/assets/main-dashboard.js", "main");
    folder.put("ui/.env", "SECRET");
    folder.put("ui/.git/config", "SECRET");
    folder.put("ui/empty.txt", "");
    folder.put("secret.txt", "SECRET");
    fs::create_symlink(folder.path / "secret.txt", folder.path / "ui/link.txt");
    fs::create_directory_symlink(folder.path, folder.path / "ui/up");
    const StaticFiles files = StaticFiles::from_folder(folder.path / "ui").value();
    EXPECT_EQ(files.count(), 4U);
    EXPECT_EQ(ask(files, "/").text(), "<!doctype html>");
    EXPECT_EQ(ask(files, "/index.html").text(), "<!doctype html>");
    EXPECT_EQ(ask(files, "/orders/17").text(), "<!doctype html>"); // a page of the application
    EXPECT_EQ(*ask(files, "/").find("Cache-Control"), "no-cache");
    EXPECT_EQ(*ask(files, "/").find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(ask(files, "/empty.txt").status, 200);
    for (const char* path : {"/.env", "/.git/config", "/secret.txt", "/../secret.txt", "/link.txt",
                             "/up/secret.txt", "/assets/none.js", "/index.html.gz",
                             "/assets/app-B3fd9a0c.js.gz", "//etc/passwd.x", "/etc/passwd.x"}) {
        EXPECT_EQ(ask(files, path).status, 404) << path;
    }
}

TEST(StaticFiles, precompressed_forms_by_weight) {
    const std::vector<EmbeddedFile> list{{"assets/a-12345678.js", "plain"},
                                         {"assets/a-12345678.js.gz", "gz"},
                                         {"assets/a-12345678.js.br", "br"},
                                         {"only.js.gz", "orphan"},
                                         {".hidden", "x"}};
    const StaticFiles files = StaticFiles::from_memory(list);
    EXPECT_EQ(files.count(), 1U);
    const auto text = [&files](std::string_view encodings) {
        return std::string(ask(files, "/assets/a-12345678.js", encodings).text());
    };
    EXPECT_EQ(text(""), "plain");
    EXPECT_EQ(text("gzip, deflate, br"), "br");
    EXPECT_EQ(text("gzip"), "gz");
    EXPECT_EQ(text("br;q=0.5, gzip"), "gz");
    EXPECT_EQ(text("br;q=0, gzip;q=0"), "plain");
    EXPECT_EQ(text("identity"), "plain");
    const Response brotli = ask(files, "/assets/a-12345678.js", "br");
    const Response plain = ask(files, "/assets/a-12345678.js");
    EXPECT_EQ(*brotli.find("Content-Encoding"), "br");
    EXPECT_EQ(*brotli.find("Vary"), "Accept-Encoding");
    EXPECT_NE(*brotli.find("ETag"), *plain.find("ETag"));
    EXPECT_EQ(*plain.find("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask(files, "/").status, 404); // no index.html here
}

TEST(StaticFiles, only_hashed_names_are_immutable) {
    const std::vector<EmbeddedFile> list{{"assets/main-dashboard.js", "a"},
                                         {"assets/app-Ab3_d-9x.css", "b"},
                                         {"assets/short-1a2b.js", "c"},
                                         {"app-12345678.js", "d"},
                                         {"assets/x.js", "e"}};
    const StaticFiles files = StaticFiles::from_memory(list);
    const auto immutable = [&files](std::string path) {
        return ask(files, std::move(path)).find("Cache-Control")->ends_with("immutable");
    };
    EXPECT_FALSE(immutable("/assets/main-dashboard.js"));
    EXPECT_TRUE(immutable("/assets/app-Ab3_d-9x.css"));
    EXPECT_FALSE(immutable("/assets/short-1a2b.js"));
    EXPECT_FALSE(immutable("/app-12345678.js"));
    EXPECT_FALSE(immutable("/assets/x.js"));
}

TEST(StaticFiles, refuses_folders_that_are_none_or_too_large) {
    const Folder folder;
    folder.put("a.txt", std::string(1000, 'a'));
    EXPECT_EQ(StaticFiles::from_folder(folder.path / "none").error().reasons[0].code,
              "static_folder");
    EXPECT_EQ(
        StaticFiles::from_folder(folder.path, {.total_bytes_max = 999}).error().reasons[0].code,
        "static_too_large");
    EXPECT_EQ(StaticFiles::from_folder(folder.path, {.files_max = 0}).error().reasons[0].code,
              "static_too_large");
}

TEST(Spool, files_vanish_unless_kept) {
    const Folder folder;
    folder.put("spool/upload-old", "left by a crash");
    const std::shared_ptr<Spool> spool = Spool::open(folder.path / "spool").value();
    EXPECT_TRUE(fs::is_empty(folder.path / "spool"));
    fs::path path;
    {
        const std::shared_ptr<SpoolFile> file = spool->create();
        EXPECT_EQ(file->append("hello"), SpoolFile::Written::ok);
        path = file->path();
        EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_FALSE(fs::exists(path));
    {
        const std::shared_ptr<SpoolFile> file = spool->create();
        file->append("kept");
        EXPECT_TRUE(file->keep(folder.path / "kept.bin"));
    }
    EXPECT_EQ(fs::file_size(folder.path / "kept.bin"), 4U);
    const std::shared_ptr<FileSource> source = FileSource::open(folder.path / "kept.bin");
    std::string bytes(10, ' ');
    EXPECT_EQ(source->read(bytes.data(), bytes.size()), 4U);
    EXPECT_EQ(source->read(bytes.data(), bytes.size()), 0U);
    EXPECT_EQ(FileSource::open(folder.path), nullptr);
    EXPECT_EQ(FileSource::open(folder.path / "none"), nullptr);
    folder.put("plain", "x");
    EXPECT_FALSE(Spool::open(folder.path / "plain"));
}

} // namespace
} // namespace chengban::server
