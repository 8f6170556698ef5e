"""The fixed vocabularies, as the first migrations write them, and what pages say of concepts and goals.

Goals: names, numbers and colours as the United Nations publish them. Targets: their official codes; what they demand stands in
`targets`. Regions: provinces of China and countries in use; more are added in the admin. What is said of a concept or a goal is
in words of our own.
"""

# slug, zh, en, colour
CONCEPTS = (
    ("innovation", "创新", "Innovation", "#2A5CAA"),
    ("coordination", "协调", "Coordination", "#9A6200"),
    ("green", "绿色", "Green", "#20734A"),
    ("openness", "开放", "Openness", "#6E4AA0"),
    ("sharing", "共享", "Sharing", "#B23A32"),
)

# zh, en, colour, numbered targets, lettered targets; the goal's number is its place
GOALS = (
    ("无贫穷", "No Poverty", "#E5243B", 5, 2),
    ("零饥饿", "Zero Hunger", "#DDA63A", 5, 3),
    ("良好健康与福祉", "Good Health and Well-being", "#4C9F38", 9, 4),
    ("优质教育", "Quality Education", "#C5192D", 7, 3),
    ("性别平等", "Gender Equality", "#FF3A21", 6, 3),
    ("清洁饮水和卫生设施", "Clean Water and Sanitation", "#26BDE2", 6, 2),
    ("经济适用的清洁能源", "Affordable and Clean Energy", "#FCC30B", 3, 2),
    ("体面工作和经济增长", "Decent Work and Economic Growth", "#A21942", 10, 2),
    ("产业、创新和基础设施", "Industry, Innovation and Infrastructure", "#FD6925", 5, 3),
    ("减少不平等", "Reduced Inequalities", "#DD1367", 7, 3),
    ("可持续城市和社区", "Sustainable Cities and Communities", "#FD9D24", 7, 3),
    ("负责任消费和生产", "Responsible Consumption and Production", "#BF8B2E", 8, 3),
    ("气候行动", "Climate Action", "#3F7E44", 3, 2),
    ("水下生物", "Life Below Water", "#0A97D9", 7, 3),
    ("陆地生物", "Life on Land", "#56C02B", 9, 3),
    ("和平、正义与强大机构", "Peace, Justice and Strong Institutions", "#00689D", 10, 2),
    ("促进目标实现的伙伴关系", "Partnerships for the Goals", "#19486A", 19, 0),
)
# The goals on whose colour white can be read; the others take ink (contrast measured).
WHITE_ON = frozenset({1, 4, 8, 10, 13, 16, 17})

# slug: zh, en
ABOUT_CONCEPTS = {
    "innovation": (
        "创新说的是发展的动力：新的技术、产品、标准和组织方式，让质量和效率更高。",
        "Innovation is about what drives development: new technology, products, standards and ways of organising that raise quality and"
        " efficiency.",
    ),
    "coordination": (
        "协调说的是发展的平衡：地区之间、城乡之间、行业之间，以及产业链上下游之间，彼此配合，共同前进。",
        "Coordination is about balance: regions, town and country, industries and the two ends of a supply chain moving forward together.",
    ),
    "green": (
        "绿色说的是人与自然的关系：节约能源和资源，减少排放和污染，保护生态。",
        "Green is about people and nature: saving energy and resources, cutting emissions and pollution, keeping ecosystems whole.",
    ),
    "openness": (
        "开放说的是内外联动：跨国的合作、贸易与投资，以及共同遵守的规则和标准。",
        "Openness is about ties between home and abroad: cooperation, trade and investment across borders, and rules and standards held in"
        " common.",
    ),
    "sharing": (
        "共享说的是公平：让发展的成果惠及更多的人，尤其是偏远地区和需要扶持的人群。",
        "Sharing is about fairness: letting more people have their part in what development brings, above all in remote places and where"
        " support is needed.",
    ),
}

# zh, en; the goal's number is its place
ABOUT_GOALS = (
    (
        "关于收入与保障：减少贫困，让收入低的人也有基本的服务、资源和抵御风险的能力。",
        "About income and security: fewer people in poverty, and basic services, resources and resilience for those who have little.",
    ),
    (
        "关于粮食与营养：人人吃得饱、吃得好，农业稳产而不损耗土地。",
        "About food and nutrition: enough good food for everyone, and farming that yields steadily without wearing out the land.",
    ),
    (
        "关于健康：预防和治疗疾病，让人得到医疗服务、药品和疫苗，减少事故和污染造成的伤害。",
        "About health: preventing and treating illness, bringing care, medicines and vaccines within reach, and less harm from accidents"
        " and pollution.",
    ),
    (
        "关于学习：从儿童到成人，都能得到公平而有用的教育和技能培训。",
        "About learning: fair and useful schooling and training in skills, from childhood on and throughout life.",
    ),
    (
        "关于女性与男性的平等：消除歧视和暴力，让女性同样参与工作、决策和技术。",
        "About women and men on equal terms: an end to discrimination and violence, and women taking an equal part in work, decisions and"
        " technology.",
    ),
    (
        "关于水：安全的饮水和卫生设施，节约用水，少污染，保护水源。",
        "About water: safe water and sanitation, thrift in using it, less pollution, and care for rivers, lakes and springs.",
    ),
    (
        "关于能源：人人用得上、用得起电力和清洁燃料，可再生能源更多，用能更省。",
        "About energy: power and clean fuel that everyone can get and afford, more of it renewable, and less of it wasted.",
    ),
    (
        "关于就业与增长：经济平稳发展，工作体面而安全，劳动者的权益有保障。",
        "About jobs and growth: an economy that develops steadily, work that is decent and safe, and rights for those who do it.",
    ),
    (
        "关于产业与基础设施：可靠的设施，更清洁、更有活力的工业，研究开发和网络连接。",
        "About industry and infrastructure: facilities to rely on, cleaner and livelier industry, research, and networks that connect.",
    ),
    (
        "关于差距：缩小一国之内和各国之间在收入、机会和参与上的距离。",
        "About gaps: narrowing the distance in income, chances and a say, within countries and between them.",
    ),
    (
        "关于城市与社区：住房、交通、公共空间、防灾和空气质量。",
        "About cities and communities: housing, transport, public space, readiness for disasters, and the air.",
    ),
    (
        "关于生产和消费的方式：少用资源，少产生废物，管好化学品，公开可持续发展的信息。",
        "About how things are made and used: fewer resources, less waste, chemicals under control, and openness about sustainability.",
    ),
    (
        "关于气候：减少温室气体，适应已经发生的变化，把气候纳入规划和教育。",
        "About the climate: fewer greenhouse gases, adapting to what has already changed, and a place for climate in plans and schools.",
    ),
    (
        "关于海洋：减少污染，合理捕捞，保护海岸和海洋生物。",
        "About the sea: less pollution, fishing within bounds, and care for coasts and for what lives in the water.",
    ),
    (
        "关于陆地上的生态：保护森林、湿地、山地和物种，防治沙化和土地退化。",
        "About life on land: care for forests, wetlands, mountains and species, and land kept from turning to desert.",
    ),
    (
        "关于制度：少一些暴力，司法公正，机构透明、负责。",
        "About institutions: less violence, fair justice, and bodies that are open and answer for what they do.",
    ),
    (
        "关于合作：各国和各方在资金、技术、能力、贸易和数据上相互支持。",
        "About working together: countries and partners of every kind supporting each other with finance, technology, skills, trade and"
        " data.",
    ),
)

SECTORS = (
    ("electric-power", "电力", "Electric power"),
    ("ict", "信息通信", "Information and communications"),
    ("machinery", "装备制造", "Machinery and equipment"),
    ("automotive", "汽车", "Automotive"),
    ("textile", "纺织服装", "Textiles and clothing"),
    ("pharmaceuticals", "医药", "Pharmaceuticals"),
    ("electronics", "电子", "Electronics"),
    ("internet", "互联网", "Internet services"),
    ("rail-construction", "轨道交通与工程建设", "Rail and construction"),
    ("consumer-goods", "消费品", "Consumer goods"),
    ("cross-sector", "跨行业", "Across sectors"),
)

REGIONS = (
    ("china", "全国", "China, nationwide"),
    ("beijing", "北京", "Beijing"),
    ("tianjin", "天津", "Tianjin"),
    ("hebei", "河北", "Hebei"),
    ("jilin", "吉林", "Jilin"),
    ("shanghai", "上海", "Shanghai"),
    ("jiangsu", "江苏", "Jiangsu"),
    ("zhejiang", "浙江", "Zhejiang"),
    ("anhui", "安徽", "Anhui"),
    ("hunan", "湖南", "Hunan"),
    ("guangdong", "广东", "Guangdong"),
    ("guizhou", "贵州", "Guizhou"),
    ("xinjiang", "新疆", "Xinjiang"),
    ("hungary", "匈牙利", "Hungary"),
    ("algeria", "阿尔及利亚", "Algeria"),
    ("laos", "老挝", "Laos"),
    ("pakistan", "巴基斯坦", "Pakistan"),
    ("south-africa", "南非", "South Africa"),
    ("senegal", "塞内加尔", "Senegal"),
    ("united-states", "美国", "United States"),
    ("australia", "澳大利亚", "Australia"),
    ("global", "全球", "Worldwide"),
)


def target_codes(goal: int) -> list[str]:
    """`1.1 … 1.5, 1.a, 1.b` for goal 1; 169 in all."""
    *_names, numbered, lettered = GOALS[goal - 1]
    return [f"{goal}.{n}" for n in range(1, numbered + 1)] + [f"{goal}.{letter}" for letter in "abcd"[:lettered]]
