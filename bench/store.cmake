add_executable(store_bench ${CMAKE_CURRENT_LIST_DIR}/store_bench.cc
    ${CMAKE_SOURCE_DIR}/src/store/sample_units.cc ${CMAKE_SOURCE_DIR}/src/store/sqlite_test_store.cc)
target_link_libraries(store_bench PRIVATE chengban_store GTest::gtest)
