# Included by bench/CMakeLists.txt: what signing in and authorization cost, driven by
# bench/http_authorization_bench.sh.
add_executable(http_authorization_bench ${CMAKE_CURRENT_LIST_DIR}/http_authorization_bench.cc
    ${CMAKE_SOURCE_DIR}/src/api/test_bench.cc)
target_compile_options(http_authorization_bench PRIVATE ${CHENGBAN_WARNINGS} -Wno-null-dereference)
target_link_libraries(http_authorization_bench PRIVATE chengban_api chengban_source_dir Threads::Threads)
