"""What generated cases are composed of. The order within a list is the order of frequency: the first word is common, the last rare."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`中文 English words; 中文 English words`."""
    return tuple((zh, en) for zh, _space, en in (pair.strip().partition(" ") for pair in text.split(";")))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# --- In both languages ---------------------------------------------------------------------------------------------

THEMES = _pairs("""
    绿色转型 green transition; 节能降碳 energy and carbon saving; 数字化转型 digital transformation;
    循环利用 circular use of resources; 乡村振兴 rural revitalisation; 智能制造 smart manufacturing;
    清洁能源替代 a switch to clean energy; 供应链协同 supply chain cooperation; 普惠服务 services within reach of all;
    生态修复 ecological restoration; 碳达峰行动 carbon peaking; 科技创新 innovation in technology; 安全生产 safe production;
    质量提升 better quality; 水资源节约 saving water; 绿色出行 green mobility; 开放合作 open cooperation;
    包容就业 inclusive employment; 绿色建筑 green building; 健康促进 health for all; 教育公平 fair access to education;
    零碳园区 a zero-carbon park; 防灾减灾 disaster prevention; 绿色金融 green finance; 适老服务 services for older people;
    公共卫生 public health; 生物多样性 biodiversity; 无障碍服务 barrier-free services; 海洋保护 protection of the sea;
    食品安全 food safety; 文化传承 living heritage; 应急保供 supply in emergencies
""")

TECHNOLOGIES = _pairs("""
    数字孪生 digital twins; 人工智能 artificial intelligence; 物联网 the internet of things; 5G专网 private 5G;
    大数据分析 data analysis at scale; 光伏发电 solar power; 储能系统 energy storage; 余热回收 waste heat recovery;
    工业互联网 the industrial internet; 智能电表 smart meters; 云计算 cloud computing; 机器视觉 machine vision;
    充电网络 charging networks; 碳管理平台 carbon management; 中水回用 reuse of treated water; 无人机巡检 drone inspection;
    区块链追溯 blockchain tracing; 氢能动力 hydrogen power; 永磁电机 permanent magnet motors; 空气源热泵 air-source heat pumps;
    边缘计算 edge computing; 虚拟电厂 a virtual power plant; 变频控制 variable frequency drives; CO₂捕集 CO₂ capture;
    再生纤维 recycled fibres; 智能排产 automatic scheduling; 自动驾驶 automated driving; 卫星遥感 satellite remote sensing;
    可降解材料 degradable materials; 轻量化车身 lightweight bodies; 冷链物流 cold chains; ±800千伏直流输电 ±800 kV DC transmission;
    MES系统 an MES; 需求响应 demand response; 雨水收集 rainwater harvesting; 沼气发电 biogas power; RFID标签 RFID tags;
    换电设备 battery swapping; 激光焊接 laser welding; 膜分离 membrane separation; K12在线课堂 K12 online classes;
    远程诊疗 remote diagnosis; 水性涂料 water-based paint; 液冷服务器 liquid-cooled servers; V2G双向充电 V2G charging;
    柔性直流 flexible DC; LED照明 LED lighting; AR远程协助 AR remote assistance; 固废制砖 bricks from solid waste;
    北斗定位 BeiDou positioning; 生物质锅炉 biomass boilers; 地源热泵 ground-source heat pumps; 3D打印 3D printing;
    VOCs治理 VOC treatment; NB-IoT传感器 NB-IoT sensors; ±1100千伏换流阀 ±1100 kV converter valves; VR实训 VR training;
    盐穴储气 salt cavern storage; 钙钛矿组件 perovskite modules; 飞轮调频 flywheel frequency control; 超声探伤 ultrasonic testing;
    稻壳炭化 rice husk charring; 菌草治沙 Juncao against sand; 潮汐发电 tidal power
""")

SITES = _pairs("""
    园区 the park; 工厂 the plant; 生产基地 the production base; 车间 the workshop; 数据中心 the data centre;
    变电站 the substation; 物流中心 the logistics centre; 研发中心 the research centre; 港区 the port; 社区 the neighbourhood;
    示范村 the model village; 学校 the school; 医院 the hospital; 仓储基地 the warehouses; 矿区 the mine;
    充电站 the charging station; 污水处理厂 the wastewater plant; 维修基地 the repair base; 商场 the shopping centre;
    实训基地 the training base; 码头 the quay; 酒店 the hotel; 牧场 the ranch; 育苗中心 the nursery; 冷库 the cold store;
    茶园 the tea garden; 盐场 the salt works; 渔港 the fishing harbour
""")

ROLES = _pairs("""
    设备供应 equipment; 联合研发 joint research; 用户单位 user; 工程设计 engineering; 运营合作 operation; 检测认证 testing;
    金融支持 finance; 标准编制 standards; 数据服务 data services; 人才培训 training
""")

OFFICES = _pairs("""
    项目负责人 project manager; 车间主任 head of the workshop; 总工程师 chief engineer; 安全总监 safety director;
    一线班长 shift leader; 可持续发展经理 sustainability manager; 驻村干部 village worker; 合作社社长 head of the cooperative;
    采购主管 head of purchasing; 志愿者代表 speaker of the volunteers; 运维工程师 maintenance engineer; 培训学员 trainee
""")

OCCASIONS = _pairs("""
    项目总结会 project review; 年度交流会 annual exchange; 现场观摩会 site visit; 员工访谈 staff interview; 媒体开放日 media day;
    供应商大会 suppliers' conference; 用户座谈会 users' round table; 验收会 acceptance meeting
""")

SURNAMES = _pairs("""
    林 Lin; 陆 Lu; 沈 Shen; 程 Cheng; 顾 Gu; 秦 Qin; 江 Jiang; 苏 Su; 叶 Ye; 温 Wen; 梁 Liang; 丁 Ding; 潘 Pan; 石 Shi; 姚 Yao;
    岳 Yue; 祁 Qi; 柏 Bai; 葛 Ge; 尹 Yin; 齐 Qi; 樊 Fan; 殷 Yin; 麦 Mai
""")

# Two of these make the coined name of a place; some thousand of them, so most stand in few cases.
FIRST = _pairs("""
    江 jiang; 云 yun; 青 qing; 松 song; 棠 tang; 澄 cheng; 栖 qi; 岚 lan; 沐 mu; 竹 zhu; 枫 feng; 霞 xia; 柳 liu; 鹭 lu; 荷 he;
    桐 tong; 梅 mei; 雁 yan; 芦 lu; 蓝 lan; 槐 huai; 杏 xing; 菱 ling; 鹤 he; 榆 yu; 苇 wei; 砚 yan; 翠 cui; 泓 hong; 琅 lang;
    漪 yi; 檀 tan; 茗 ming; 璞 pu; 蘅 heng; 颍 ying
""")
SECOND = _pairs("""
    川 chuan; 溪 xi; 原 yuan; 岭 ling; 湾 wan; 屿 yu; 坪 ping; 浦 pu; 洲 zhou; 塘 tang; 桥 qiao; 渡 du; 坞 wu; 堰 yan; 泽 ze;
    峪 yu; 埠 bu; 汀 ting; 淀 dian; 墩 dun; 圩 wei; 畈 fan; 浔 xun; 岙 ao; 垸 yuan; 碛 qi
""")

# Likewise for the coined name of an undertaking.
DAWN = _pairs("""
    青 qing; 晨 chen; 启 qi; 新 xin; 远 yuan; 沃 wo; 盛 sheng; 清 qing; 融 rong; 禾 he; 曙 shu; 澜 lan; 恒 heng; 朗 lang; 瀚 han;
    征 zheng; 翼 yi; 炬 ju; 焕 huan; 韵 yun; 砺 li; 粲 can; 穗 sui; 霁 ji; 旌 jing; 弘 hong; 骞 qian; 琢 zhuo
""")
LIGHT = _pairs("""
    禾 he; 航 hang; 光 guang; 源 yuan; 风 feng; 程 cheng; 帆 fan; 星 xing; 潮 chao; 舟 zhou; 谷 gu; 泉 quan; 芽 ya; 辉 hui; 途 tu;
    桥 qiao; 波 bo; 岩 yan; 煦 xu; 篷 peng; 晖 hui; 籁 lai; 楫 ji; 峦 luan; 骊 li; 磬 qing
""")
UNDERTAKINGS = _pairs("""
    计划 Plan; 行动 Initiative; 工程 Project; 方案 Scheme
""")

# A topic is a field and what is done in it: fifty times forty.
FIELDS = _pairs("""
    光伏 Solar; 园区 Park; 电网 Grid; 储能 Storage; 工厂 Factory; 物流 Logistics; 风电 Wind; 建筑 Building; 汽车 Car;
    社区 Neighbourhood; 电池 Battery; 包装 Packaging; 氢能 Hydrogen; 交通 Transport; 乡村 Village; 港口 Port; 污水 Wastewater;
    钢铁 Steel; 通信 Telecom; 学校 School; 医药 Medicine; 固废 Solid waste; 水泥 Cement; 纺织 Textile; 就业 Employment; 食品 Food;
    化工 Chemicals; 农田 Farmland; 家电 Appliance; 医院 Hospital; 塑料 Plastics; 林业 Forestry; 云端 Cloud; 矿山 Mine; 河流 River;
    养老 Elder care; 造纸 Paper; 芯片 Chip; 海洋 Ocean; 女性 Women; 空气 Air; 土壤 Soil; 饮水 Drinking water; 金融 Finance;
    儿童 Children; 轮胎 Tyre; 渔业 Fishery; 旅游 Tourism; 湿地 Wetland; 草原 Grassland
""")
DOINGS = _pairs("""
    减排 emission cuts; 节能 energy saving; 改造 refits; 监测 monitoring; 创新 innovation; 回收 recycling; 调度 dispatch;
    平台 platforms; 标准 standards; 培训 training; 试点 pilots; 数据 data; 合作 cooperation; 安全 safety; 服务 services;
    供应 supply; 治理 governance; 设计 design; 共享 sharing; 运维 maintenance; 认证 certification; 采购 procurement; 追溯 tracing;
    转型 transition; 示范 model projects; 保护 protection; 规划 planning; 交易 trading; 检测 testing; 再生 renewal; 融资 funding;
    应急 emergencies; 修复 restoration; 披露 disclosure; 评估 assessment; 帮扶 support; 保险 insurance; 普惠 inclusion;
    志愿 volunteering; 科普 outreach
""")

# --- In Chinese ----------------------------------------------------------------------------------------------------

SLOTS: dict[str, tuple[str, ...]] = {
    "act": _words("""
        推动 促进 加快 实现 支撑 带动 深化 优化 拓展 引领 完善 探索 保障 激发 夯实 助推 驱动 盘活 赋能 打通 重塑 筑牢 提振 催生
        厚植
    """),
    "aim": _words("""
        高质量发展 绿色发展 产业升级 节能减排 转型升级 降本增效 协同创新 资源循环 安全生产 民生改善 就业增收 区域协调 生态保护
        技术进步 质量提升 人才培养 低碳生活 乡村振兴 公共服务 国际合作 标准引领 品牌建设 城乡融合 对外开放 市场拓展 社会共治
        能源安全 文化传承 健康生活 数字包容 邻里互助 代际公平
    """),
    "people": _words("""
        员工 用户 居民 农户 供应商 技术工人 学生 志愿者 女性职工 老年人 教师 驾驶员 经销商 返乡青年 残疾人 医护人员 创业者 游客
        牧民 渔民 实习生 退役军人 护林员 非遗传承人 养蜂人 摆渡人
    """),
    "partner": _words("""
        上下游企业 高校 科研院所 地方政府 行业协会 金融机构 设备厂商 设计单位 检测机构 社区居委会 合作社 公益组织 电商平台 国际组织
        保险公司 职业学校 电网企业 再生资源企业 物业公司 气象部门 疾控机构 水利部门 林场 海事部门
    """),
    "trouble": _words("""
        能耗偏高 数据分散 设备老化 成本上升 标准不一 用工紧张 响应迟缓 信息孤岛 排放压力大 运输距离长 原料波动 水资源短缺
        融资渠道窄 季节性缺电 回收率低 备件难寻 台账混乱 夜间噪声 技能断层 冷链断点 电压不稳 地质复杂 盐雾腐蚀 冻土沉降 扬尘超标
        虫害频发
    """),
    "method": _words("""
        统一标准 试点先行 分步实施 数据驱动 闭环管理 全员参与 清单管理 校企联合 第三方评估 专班推进 以旧换新 网格化巡查 滚动修订
        公开招标 揭榜挂帅 师徒结对 错峰运行 以租代买 梯次利用 订单培养 轮作休耕 以工代赈
    """),
    "part": _words("""
        生产线 仓库 配电室 空压站 锅炉房 涂装车间 循环水系统 照明系统 办公楼 运输车队 机房 食堂 冷却塔 包装线 焊装线 调度中心
        实验室 屋顶 停车场 员工宿舍 码头岸电 温室 灌溉渠 育苗棚 分拣线 中控室 料场 泵站 烘干房 候车厅 图书室 晒场 鱼排 蜂场 窑炉
        酸洗线
    """),
    "thing": _words("""
        设备 材料 数据 产品 模块 电机 传感器 电池 水泵 钢材 风机 线缆 阀门 轴承 纸箱 铝材 面料 托盘 滤芯 芯片 轮胎 塑料 齿轮 玻璃
        支架 木材 压缩机 逆变器 涂料 纱线 橡胶 铜排 管道 药剂 催化剂 摄像头 机械臂 叉车 变压器 开关柜 螺栓 周转箱 散热器 法兰 夹具
        刀具 油品 溶剂 隔膜 电解液 稻谷 茶叶 果蔬 蜂蜜 羊毛 竹材 菌菇 秸秆 饲料 鱼苗 珍珠 陶土 石料 砂浆 瓷砖 门窗 保温棉 绷带 试剂
        疫苗箱 轮椅 课桌 绘本 显微镜 望远镜 浮标 锚链 缆绳 索道 轨枕 道岔 信号机 受电弓 车钩 盾构刀盘 锚杆 防火毯 逃生梯 雨量计
        风速仪 地磅 粮仓 晾晒架 纺锤 染缸 绣片 银饰 漆器 拓片 活字 竹编 油纸伞 香包 剪纸 蓑衣 水车 石磨 榫头 琉璃 缂丝 苔藓 藜麦
        沙棘 枸杞 芡实 莼菜 河蚌 海参 牡蛎 紫菜 珊瑚 红树苗 梭梭苗 柠条
    """),
    "office": _words("""
        生产部 能源管理办公室 采购部 信息中心 安全环保部 工程部 技术中心 人力资源部 质量部 物流部 项目专班 可持续发展委员会 财务部
        志愿服务队 工会 青年突击队 创新工作室 驻村工作队
    """),
    "quality": _words("""
        稳定 可靠 高效 透明 便捷 安全 清洁 灵活 精准 及时 规范 持续 开放 均衡 包容 经济 耐用 静音 轻便 可追溯 可复制 可核查 可负担
    """),
    "gain": _words("""
        运行更加平稳 成本持续下降 能耗明显下降 订单稳步增加 质量更加稳定 故障明显减少 环境持续改善 收入稳步增长 服务更加便捷
        交付周期缩短 员工更有干劲 投诉大幅减少 废料得到利用 水质稳定达标 噪声明显降低 技能普遍提高 林草覆盖增加 候鸟重新归来
        老街恢复生气 孩子就近入学
    """),
    "paper": _words("""
        绿色工厂建设方案 能源管理手册 碳排放核算指引 供应链行为准则 节水行动方案 数据安全管理办法 循环包装规范 设备运维规程
        可持续发展白皮书 安全生产责任清单 生物多样性保护指引 无障碍服务规范 志愿服务章程 应急保供预案 再生材料使用导则 员工健康公约
        绿色采购清单 社区共建协议
    """),
    "honour": _words("""
        年度示范案例 优秀实践 标杆项目 先进班组 创新成果一等奖 绿色标兵 质量信得过班组 最佳合作奖 节水型单位 平安工地 巾帼文明岗
    """),
    "season": _words("一季度 上半年 迎峰度夏期间 三季度 年底 汛期 采暖季 春运期间 开学季 农忙时节 台风季 枯水期 伏季休渔期"),
}

# Numbers are chosen like words, the small ones more often.
SLOTS |= {
    "n": tuple(str(n) for n in range(2, 999)),
    "days": tuple(str(n) for n in range(2, 92)),
    "small": tuple(f"{n / 10:.1f}" for n in range(11, 98)),
    "share": tuple(f"{n / 10:g}" for n in range(52, 996)),
    "big": tuple(f"{n / 100:g}万" for n in range(103, 997, 7)) + tuple(f"{n / 10:g}万" for n in range(101, 998)),
    "money": tuple(f"{n}万元" for n in range(60, 9_900, 20)) + tuple(f"{n / 10:g}亿元" for n in range(11, 98)),
    "code": tuple(f"{letters}-{n}" for n in range(1_009, 9_980, 13) for letters in ("XM", "TX", "HB", "QC")),
}
