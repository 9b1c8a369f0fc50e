# Included by bench/CMakeLists.txt: the server that bench/http_static_bench.sh measures.
add_executable(chengban_http_bench ${CMAKE_CURRENT_LIST_DIR}/http_bench.cc)
target_compile_options(chengban_http_bench PRIVATE ${CHENGBAN_WARNINGS})
target_link_libraries(chengban_http_bench PRIVATE chengban_server)
