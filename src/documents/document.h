// What an office's paper says, before anybody decides where a line breaks: masthead, number, title,
// addressee, body, signature, imprint. Forms (forms.h) make it from plain inputs; press.h turns it
// into PDF, docx.h into a Word file, sheet.h its table into a spreadsheet.
//
// Room documents (may use: base, tabular). No clock, no store: the same document gives the same
// bytes.
#pragma once

#include "tabular/writer.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chengban::documents {

enum class Align { justify, left, centre, right };

// Levels as in GB/T 9704: 1 「一、」 in Hei, 2 「（一）」 in Kai, 3 and 4 as the body, in FangSong.
struct Heading {
    int level = 1;
    std::string text;
};

// Every line end in the text starts a new paragraph.
struct Paragraph {
    std::string text;
    bool indent = true; // two characters
    Align align = Align::justify;
    bool note = false; // small, under a table
};

struct Cell {
    tabular::OutCell value;
    int span = 1;                 // columns
    bool label = false;           // the name of what stands beside it
    Align align = Align::justify; // numbers go to the right by themselves
    std::string foot;             // below, at the right: who signed, and when
};

using Row = std::vector<Cell>;

struct Table {
    std::string caption;
    std::vector<double> shares; // of the width, one a column
    std::vector<Row> head;      // repeated on every page
    std::vector<Row> rows;
};

using Block = std::variant<Heading, Paragraph, Table>;

// 发文机关标志 with its red rule (7.2.4), for papers that go from office to office.
struct Letterhead {
    std::string organ;
    std::string number; // 发文字号
    std::string issuer; // 签发人, of papers that go upwards; empty for none
};

// 简报报头: name, issue, who edits it, and the day.
struct BulletinHead {
    std::string name;
    std::string issue;
    std::string editor;
    std::string day;
};

struct Signature {
    std::string organ;
    std::string day;   // 成文日期
    bool seal = false; // marks the place of the seal, over the day
};

struct Attachment {
    std::string title;
    std::vector<Block> body; // empty: goes along as a file of its own, and is only listed
};

// 版记, at the foot of the last page.
struct Imprint {
    std::string reports_to; // 报送, of bulletins
    std::string copies_to;  // 抄送
    std::string printer;    // 印发机关
    std::string day;        // 印发日期
};

struct Document {
    std::string urgency; // 特急, 加急; empty for none
    std::variant<std::monostate, Letterhead, BulletinHead> head;
    std::string title;
    std::string reference; // of forms without a letterhead: their number, at the right
    std::string addressee;
    std::vector<Block> body;
    std::vector<Attachment> attachments;
    std::optional<Signature> signature;
    std::string remark; // 附注
    std::optional<Imprint> imprint;
    bool landscape = false;
    std::string export_mark; // 18: who took this copy, and when; small, on every page
};

// About the file, not on the page. The time is an argument: bytes never depend on the clock.
struct FileFacts {
    std::string author;
    Instant created;
};

} // namespace chengban::documents
