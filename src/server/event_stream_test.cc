#include "server/event_stream.h"

#include "base/invariant.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace chengban::server {
namespace {

using Subscription = std::shared_ptr<EventSubscription>;

Subscription join(EventHub& hub, std::vector<std::string> topics, std::string last = "",
                  std::string owner = "me") {
    return hub.subscribe({std::move(owner), std::move(topics), std::move(last)}).value();
}

TEST(EventHub, delivers_by_topic_in_order) {
    EventHub hub("e");
    const Subscription orders = join(hub, {"orders", "orders"});
    const Subscription other = join(hub, {"other"});
    EXPECT_EQ(orders->take(), "id: e-0\nevent: ready\ndata: {}\n\n");
    hub.publish("orders", "order", R"({"id":1})");
    hub.publish("nobody", "order", "{}");
    hub.publish("orders", "order", R"({"id":2})");
    EXPECT_EQ(orders->take(), "id: e-1\nevent: order\ndata: {\"id\":1}\n\n"
                              "id: e-3\nevent: order\ndata: {\"id\":2}\n\n");
    EXPECT_EQ(orders->take(), "");
    EXPECT_EQ(other->take(), "id: e-0\nevent: ready\ndata: {}\n\n");
}

TEST(EventHub, resumes_where_the_client_was_or_says_resync) {
    EventHub hub("e", {.history_events_max = 3});
    for (int i = 1; i <= 5; ++i) {
        hub.publish("t", "x", std::to_string(i));
    }
    EXPECT_EQ(join(hub, {"t"}, "e-3")->take(),
              "id: e-4\nevent: x\ndata: 4\n\nid: e-5\nevent: x\ndata: 5\n\n");
    EXPECT_EQ(join(hub, {"t"}, "e-2")->take().substr(0, 7), "id: e-3");
    EXPECT_EQ(join(hub, {"t"}, "e-5")->take(), "");
    const std::string resync = "id: e-5\nevent: resync\ndata: {}\n\n";
    for (const char* id :
         {"e-1", "old-5", "e-6", "e-", "e-5x", "5", "-5", "e--1", "e-99999999999999999999"}) {
        EXPECT_EQ(join(hub, {"t"}, id)->take(), resync) << id;
    }
}

TEST(EventHub, a_slow_client_gets_one_resync_instead_of_its_queue) {
    EventHub hub("e", {.queue_events_max = 4});
    const Subscription slow = join(hub, {"t"});
    for (int i = 0; i < 100; ++i) {
        hub.publish("t", "x", "1");
    }
    EXPECT_EQ(slow->take(), "id: e-100\nevent: resync\ndata: {}\n\n");
    EXPECT_EQ(slow->resyncs(), 1U);
    hub.publish("t", "x", "2");
    EXPECT_EQ(slow->take(), "id: e-101\nevent: x\ndata: 2\n\n");
    EventHub bytes("e", {.queue_bytes_max = 100});
    const Subscription fat = join(bytes, {"t"});
    bytes.publish("t", "x", std::string(90, 'a'));
    EXPECT_NE(fat->take().find("resync"), std::string::npos);
}

TEST(EventHub, limits_streams_and_topics) {
    EventHub hub("e", {.streams_max = 3, .streams_per_owner_max = 2, .topics_max = 2});
    const auto refused = [&hub](std::string owner, std::vector<std::string> topics) {
        const auto result = hub.subscribe({std::move(owner), std::move(topics), ""});
        return result ? "" : result.error().reasons.front().code;
    };
    Subscription a = join(hub, {"t"}, "", "a");
    const Subscription b = join(hub, {"t"}, "", "a");
    EXPECT_EQ(refused("a", {"t"}), "too_many_streams");
    const Subscription c = join(hub, {"t"}, "", "c");
    EXPECT_EQ(refused("d", {"t"}), "too_many_streams");
    a.reset();
    EXPECT_EQ(hub.streams(), 2U);
    EXPECT_EQ(refused("d", {}), "too_many_topics");
    EXPECT_EQ(refused("d", {"1", "2", "3"}), "too_many_topics");
    EXPECT_EQ(refused("d", {std::string(200, 'x')}), "too_many_topics");
    EXPECT_EQ(refused("d", {"t"}), "");
}

TEST(EventHub, events_cannot_break_the_stream_format) {
    EventHub hub("e");
    EXPECT_THROW(hub.publish("t", "x", "a\nevent: evil"), Bug);
    EXPECT_THROW(hub.publish("t", "x", "a\r"), Bug);
    EXPECT_THROW(hub.publish("t", "x\ny", "a"), Bug);
    EXPECT_THROW(hub.publish("t", "x", "\xFF"), Bug);
    EXPECT_THROW(hub.publish("", "x", "a"), Bug);
    EXPECT_THROW(hub.publish("t", "x", std::string(1 << 20, 'a')), Bug);
}

TEST(EventHub, ends_the_streams_of_a_session) {
    EventHub hub("e");
    const Subscription mine = join(hub, {"t"}, "", "mine");
    const Subscription yours = join(hub, {"t"}, "", "yours");
    int woken = 0;
    mine->attach([&woken] { ++woken; });
    EXPECT_EQ(woken, 1); // the «ready» event waits
    hub.close_owner("mine");
    EXPECT_TRUE(mine->closed());
    EXPECT_FALSE(yours->closed());
    EXPECT_EQ(woken, 2);
    hub.close_all();
    EXPECT_TRUE(yours->closed());
    EXPECT_FALSE(hub.subscribe({"x", {"t"}, ""}));
    mine->detach();
}

TEST(EventHub, subscription_outlives_its_hub) {
    Subscription left;
    {
        EventHub hub("e");
        left = join(hub, {"t"});
    }
    EXPECT_TRUE(left->closed());
}

TEST(EventHub, publishers_and_streams_come_and_go_at_once) {
    EventHub hub("e", {.streams_per_owner_max = 1000});
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 2000; ++n) {
                hub.publish("t", "x", std::to_string(n));
            }
        });
        threads.emplace_back([&] {
            while (!stop) {
                const Subscription here = join(hub, {"t"});
                here->attach([] {});
                here->take();
                here->detach();
            }
        });
    }
    threads[0].join();
    threads[2].join();
    stop = true;
    threads[1].join();
    threads[3].join();
    EXPECT_EQ(hub.streams(), 0U);
}

} // namespace
} // namespace chengban::server
