"""The fixed vocabularies, as the first migrations write them.

Goals: names, numbers and colours as the United Nations publish them. Targets: their official codes. Regions: provinces of
China and countries in use; more are added in the admin.
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
