#include "demo/places.h"

#include <array>

namespace chengban::demo {

namespace {

using Names = std::string_view;

constexpr std::array k_huangpu_streets{
    Names{"南京东路街道"}, Names{"外滩街道"},    Names{"半淞园路街道"}, Names{"小东门街道"},
    Names{"豫园街道"},     Names{"老西门街道"},  Names{"五里桥街道"},   Names{"打浦桥街道"},
    Names{"淮海中路街道"}, Names{"瑞金二路街道"}};
constexpr std::array k_huangpu_roads{Names{"西藏南路"}, Names{"瞿溪路"}, Names{"徐家汇路"},
                                     Names{"复兴中路"}, Names{"蒙自路"}, Names{"鲁班路"}};

constexpr std::array k_xuhui_streets{
    Names{"天平路街道"}, Names{"湖南路街道"}, Names{"斜土路街道"}, Names{"枫林路街道"},
    Names{"长桥街道"},   Names{"田林街道"},   Names{"虹梅路街道"}, Names{"康健新村街道"},
    Names{"徐家汇街道"}, Names{"凌云路街道"}, Names{"龙华街道"},   Names{"漕河泾街道"},
    Names{"华泾镇"}};
constexpr std::array k_xuhui_roads{Names{"漕宝路"}, Names{"老沪闵路"}, Names{"百色路"},
                                   Names{"田林路"}, Names{"零陵路"},   Names{"桂林路"}};

constexpr std::array k_changning_streets{
    Names{"华阳路街道"}, Names{"江苏路街道"},   Names{"新华路街道"}, Names{"周家桥街道"},
    Names{"天山路街道"}, Names{"仙霞新村街道"}, Names{"虹桥街道"},   Names{"程家桥街道"},
    Names{"北新泾街道"}, Names{"新泾镇"}};
constexpr std::array k_changning_roads{Names{"仙霞路"}, Names{"天山路"}, Names{"番禺路"},
                                       Names{"茅台路"}, Names{"双流路"}, Names{"安化路"}};

constexpr std::array k_jingan_streets{
    Names{"江宁路街道"},   Names{"石门二路街道"}, Names{"南京西路街道"}, Names{"静安寺街道"},
    Names{"曹家渡街道"},   Names{"天目西路街道"}, Names{"北站街道"},     Names{"宝山路街道"},
    Names{"共和新路街道"}, Names{"大宁路街道"},   Names{"彭浦新村街道"}, Names{"临汾路街道"},
    Names{"芷江西路街道"}, Names{"彭浦镇"}};
constexpr std::array k_jingan_roads{Names{"平型关路"}, Names{"闻喜路"}, Names{"场中路"},
                                    Names{"康定路"},   Names{"新闸路"}, Names{"万荣路"}};

constexpr std::array k_putuo_streets{
    Names{"曹杨新村街道"}, Names{"长风新村街道"}, Names{"长寿路街道"}, Names{"甘泉路街道"},
    Names{"石泉路街道"},   Names{"宜川路街道"},   Names{"万里街道"},   Names{"真如镇街道"},
    Names{"长征镇"},       Names{"桃浦镇"}};
constexpr std::array k_putuo_roads{Names{"枣阳路"}, Names{"宁夏路"},   Names{"新村路"},
                                   Names{"桃浦路"}, Names{"延长西路"}, Names{"武宁路"}};

constexpr std::array k_hongkou_streets{
    Names{"欧阳路街道"},   Names{"曲阳路街道"},   Names{"广中路街道"}, Names{"嘉兴路街道"},
    Names{"凉城新村街道"}, Names{"四川北路街道"}, Names{"北外滩街道"}, Names{"江湾镇街道"}};
constexpr std::array k_hongkou_roads{Names{"中山北一路"}, Names{"广灵四路"}, Names{"曲阳路"},
                                     Names{"车站南路"},   Names{"临平路"},   Names{"凉城路"}};

constexpr std::array k_yangpu_streets{
    Names{"定海路街道"}, Names{"平凉路街道"},   Names{"江浦路街道"},   Names{"四平路街道"},
    Names{"控江路街道"}, Names{"长白新村街道"}, Names{"延吉新村街道"}, Names{"殷行街道"},
    Names{"大桥街道"},   Names{"五角场街道"},   Names{"新江湾城街道"}, Names{"长海路街道"}};
constexpr std::array k_yangpu_roads{Names{"国和路"},   Names{"嫩江路"}, Names{"控江路"},
                                    Names{"延吉中路"}, Names{"市光路"}, Names{"鞍山路"}};

constexpr std::array k_minhang_streets{
    Names{"江川路街道"}, Names{"古美街道"}, Names{"新虹街道"}, Names{"浦锦街道"}, Names{"莘庄镇"},
    Names{"七宝镇"},     Names{"颛桥镇"},   Names{"华漕镇"},   Names{"虹桥镇"},   Names{"梅陇镇"},
    Names{"吴泾镇"},     Names{"马桥镇"},   Names{"浦江镇"}};
constexpr std::array k_minhang_roads{Names{"莘松路"}, Names{"顾戴路"}, Names{"剑川路"},
                                     Names{"龙茗路"}, Names{"浦驰路"}, Names{"水清路"}};

constexpr std::array k_baoshan_streets{Names{"友谊路街道"}, Names{"吴淞街道"}, Names{"张庙街道"},
                                       Names{"罗店镇"},     Names{"大场镇"},   Names{"杨行镇"},
                                       Names{"月浦镇"},     Names{"罗泾镇"},   Names{"顾村镇"},
                                       Names{"高境镇"},     Names{"庙行镇"},   Names{"淞南镇"}};
constexpr std::array k_baoshan_roads{Names{"牡丹江路"}, Names{"长江西路"}, Names{"菊泉街"},
                                     Names{"美兰湖路"}, Names{"殷高西路"}, Names{"通河路"}};

constexpr std::array k_jiading_streets{
    Names{"新成路街道"}, Names{"真新街道"}, Names{"嘉定镇街道"}, Names{"南翔镇"}, Names{"安亭镇"},
    Names{"马陆镇"},     Names{"徐行镇"},   Names{"华亭镇"},     Names{"外冈镇"}, Names{"江桥镇"}};
constexpr std::array k_jiading_roads{Names{"金沙江西路"}, Names{"丰庄路"}, Names{"墨玉路"},
                                     Names{"裕民南路"},   Names{"德华路"}, Names{"塔城路"}};

constexpr std::array k_pudong_streets{
    Names{"潍坊新村街道"}, Names{"陆家嘴街道"},   Names{"周家渡街道"},   Names{"塘桥街道"},
    Names{"上钢新村街道"}, Names{"南码头路街道"}, Names{"沪东新村街道"}, Names{"金杨新村街道"},
    Names{"洋泾街道"},     Names{"浦兴路街道"},   Names{"东明路街道"},   Names{"花木街道"},
    Names{"川沙新镇"},     Names{"高桥镇"},       Names{"北蔡镇"},       Names{"合庆镇"},
    Names{"唐镇"},         Names{"曹路镇"},       Names{"金桥镇"},       Names{"高行镇"},
    Names{"高东镇"},       Names{"张江镇"},       Names{"三林镇"},       Names{"惠南镇"},
    Names{"周浦镇"},       Names{"新场镇"},       Names{"大团镇"},       Names{"康桥镇"},
    Names{"航头镇"},       Names{"祝桥镇"},       Names{"泥城镇"},       Names{"宣桥镇"},
    Names{"书院镇"},       Names{"万祥镇"},       Names{"老港镇"},       Names{"南汇新城镇"}};
constexpr std::array k_pudong_roads{Names{"成山路"}, Names{"灵岩南路"}, Names{"博山东路"},
                                    Names{"上浦路"}, Names{"严桥路"},   Names{"年家浜路"}};

constexpr std::array k_jinshan_streets{
    Names{"石化街道"}, Names{"朱泾镇"}, Names{"枫泾镇"},   Names{"张堰镇"}, Names{"亭林镇"},
    Names{"吕巷镇"},   Names{"廊下镇"}, Names{"金山卫镇"}, Names{"漕泾镇"}, Names{"山阳镇"}};
constexpr std::array k_jinshan_roads{Names{"蒙山路"}, Names{"卫清西路"}, Names{"龙胜路"},
                                     Names{"亭卫公路"}};

constexpr std::array k_songjiang_streets{
    Names{"岳阳街道"},   Names{"永丰街道"},   Names{"方松街道"}, Names{"中山街道"},
    Names{"广富林街道"}, Names{"九里亭街道"}, Names{"泗泾镇"},   Names{"佘山镇"},
    Names{"车墩镇"},     Names{"新桥镇"},     Names{"洞泾镇"},   Names{"九亭镇"},
    Names{"泖港镇"},     Names{"石湖荡镇"},   Names{"新浜镇"},   Names{"叶榭镇"},
    Names{"小昆山镇"}};
constexpr std::array k_songjiang_roads{Names{"文诚路"}, Names{"涞亭南路"}, Names{"江学路"},
                                       Names{"荣乐中路"}, Names{"泗凯路"}};

constexpr std::array k_qingpu_streets{Names{"夏阳街道"}, Names{"盈浦街道"}, Names{"香花桥街道"},
                                      Names{"朱家角镇"}, Names{"练塘镇"},   Names{"金泽镇"},
                                      Names{"赵巷镇"},   Names{"徐泾镇"},   Names{"华新镇"},
                                      Names{"重固镇"},   Names{"白鹤镇"}};
constexpr std::array k_qingpu_roads{Names{"盈港路"}, Names{"淀山湖大道"}, Names{"华徐公路"},
                                    Names{"城中西路"}};

constexpr std::array k_fengxian_streets{Names{"奉浦街道"}, Names{"金海街道"}, Names{"西渡街道"},
                                        Names{"南桥镇"},   Names{"奉城镇"},   Names{"四团镇"},
                                        Names{"柘林镇"},   Names{"庄行镇"},   Names{"金汇镇"},
                                        Names{"青村镇"},   Names{"海湾镇"}};
constexpr std::array k_fengxian_roads{Names{"望园路"}, Names{"解放东路"}, Names{"育秀路"},
                                      Names{"环城东路"}};

constexpr std::array k_chongming_streets{
    Names{"城桥镇"}, Names{"堡镇"},   Names{"新河镇"}, Names{"庙镇"},   Names{"竖新镇"},
    Names{"向化镇"}, Names{"三星镇"}, Names{"港沿镇"}, Names{"中兴镇"}, Names{"陈家镇"},
    Names{"绿华镇"}, Names{"港西镇"}, Names{"建设镇"}, Names{"新海镇"}, Names{"东平镇"},
    Names{"长兴镇"}, Names{"新村乡"}, Names{"横沙乡"}};
constexpr std::array k_chongming_roads{Names{"八一路"}, Names{"翠竹路"}, Names{"人民路"},
                                       Names{"揽海路"}};

constexpr std::array k_districts{
    District{"310101", "黄浦区", 6, k_huangpu_streets, k_huangpu_roads},
    District{"310104", "徐汇区", 8, k_xuhui_streets, k_xuhui_roads},
    District{"310105", "长宁区", 5, k_changning_streets, k_changning_roads},
    District{"310106", "静安区", 8, k_jingan_streets, k_jingan_roads},
    District{"310107", "普陀区", 8, k_putuo_streets, k_putuo_roads},
    District{"310109", "虹口区", 6, k_hongkou_streets, k_hongkou_roads},
    District{"310110", "杨浦区", 8, k_yangpu_streets, k_yangpu_roads},
    District{"310112", "闵行区", 11, k_minhang_streets, k_minhang_roads},
    District{"310113", "宝山区", 9, k_baoshan_streets, k_baoshan_roads},
    District{"310114", "嘉定区", 6, k_jiading_streets, k_jiading_roads},
    District{"310115", "浦东新区", 20, k_pudong_streets, k_pudong_roads},
    District{"310116", "金山区", 2, k_jinshan_streets, k_jinshan_roads},
    District{"310117", "松江区", 6, k_songjiang_streets, k_songjiang_roads},
    District{"310118", "青浦区", 4, k_qingpu_streets, k_qingpu_roads},
    District{"310120", "奉贤区", 3, k_fengxian_streets, k_fengxian_roads},
    District{"310151", "崇明区", 2, k_chongming_streets, k_chongming_roads},
};

} // namespace

std::span<const District> districts() {
    return k_districts;
}

} // namespace chengban::demo
