set(CHENGBAN_WORKORDER_ROOM ${CMAKE_CURRENT_LIST_DIR}/../src/workorder)
add_executable(chengban_order_prove ${CMAKE_CURRENT_LIST_DIR}/order_prove.cc
    ${CHENGBAN_WORKORDER_ROOM}/order_dump.cc ${CHENGBAN_WORKORDER_ROOM}/order_laws.cc
    ${CHENGBAN_WORKORDER_ROOM}/order_random.cc ${CHENGBAN_WORKORDER_ROOM}/order_story.cc
    ${CHENGBAN_WORKORDER_ROOM}/sample_commands.cc)
target_compile_options(chengban_order_prove PRIVATE ${CHENGBAN_WARNINGS} -Wno-null-dereference)
target_link_libraries(chengban_order_prove PRIVATE chengban_workorder chengban_source_dir
                      GTest::gtest GTest::gmock Threads::Threads)
