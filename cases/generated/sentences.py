"""Sentences of our own with places to fill: `{thing}` from a word list, `{org}` from the facts of the case.

The facts: org, region, town, plan, tech, theme, site, topic, key (the first figure in words), year, before (the year before).
"""

from cases.generated.pattern import patterns

TITLES = patterns("""
{org}：以{tech}推动{site}绿色发展
{plan}：{region}{town}的{theme}之路
{org}用{tech}{act}{theme}
{tech}进{site}，{org}{act}{aim}
{topic}新实践：{org}的{plan}
从{part}到{site}：{org}的{theme}探索
{key}：{org}{theme}的{year}年
{town}{site}：{tech}让{thing}更{quality}
{org}与{partner}共建{town}{theme}示范
小{thing}里的大文章：{org}{act}{aim}
""")

SUMMARIES = patterns("""
{org}在{region}{town}实施“{plan}”，以{tech}改造{site}，{key}，走出一条企业绿色发展的新路。
面对{trouble}，{org}联合{partner}，把{tech}用到{part}，{act}{aim}，{key}。
{year}年，{org}围绕{topic}推进{theme}，覆盖{n}个{site}，服务{people}{big}人，发展更加绿色。
{org}坚持{method}，建成以{tech}为基础的{topic}体系，{gain}，{key}，为行业绿色发展提供参考。
从{before}年起，{org}把{theme}写进发展规划，投入{money}，带动{partner}共同参与，{key}。
“{plan}”把{people}、{partner}和企业连在一起，用{tech}解决{trouble}的问题，推动{town}绿色发展。
""")

BACKGROUND = patterns("""
{org}位于{region}{town}，主要从事{thing}、{thing}的生产和服务，{site}占地{n}亩，现有员工{n}人，是当地发展较快的企业之一。
多年来，{part}{trouble}，{part}又缺少{quality}的{thing}，既影响生产，也制约企业的绿色发展。
随着碳达峰、碳中和目标的提出，{partner}对{topic}提出了更高要求，企业必须在发展中寻找新的办法。
{before}年的一次摸底显示，{site}有{n}台{thing}需要更新，{part}的用能占全部用能的{share}%，{trouble}最为突出。
{town}地处{region}，{people}众多，{thing}运输距离长，{season}供应紧张，{trouble}是各方共同面对的问题。
过去，{office}要靠人工抄录{n}张表格，{thing}的数据往往{days}天后才能汇总，问题发现得晚，处理得更晚。
{people}反映最多的是{trouble}，{partner}则希望{thing}更加{quality}，两方面的需要促成了“{plan}”。
按照《{paper}》的要求，{org}梳理出{n}项短板，其中{n}项与{topic}有关，{n}项与{part}有关。
国内同类{site}普遍存在{trouble}的情况，可以照搬的经验不多，{org}决定{method}，自己探索。
{org}认为，发展不能以环境为代价，也不能把成本转给{people}，{theme}要让各方都有所得。
在“创新、协调、绿色、开放、共享”的发展理念指引下，{org}把{theme}作为{year}年的头等大事。
{season}，{town}多次出现{trouble}，{part}被迫停用{days}天，{thing}损失{money}，推动改变已经刻不容缓。
数字化程度不高是另一个难题：{n}套系统互不相通，{thing}与{thing}的数据口径不同，{office}难以做出判断。
作为{partner}的重要伙伴，{org}每年使用{thing}{big}件，供应链上任何一环的改变都会影响{people}。
""")

PRACTICE = patterns("""
{org}成立由{office}牵头的“{plan}”小组，{n}名骨干参加，每{days}天召开一次例会，把任务分解到{part}。
项目采用{tech}，在{part}安装{n}套{thing}，每{n}秒采集一次数据，让{site}的运行情况一目了然。
针对{trouble}，技术人员对{n}台{thing}进行改造，用{tech}代替原有工艺，使{thing}更加{quality}。
{office}与{partner}共同编制《{paper}》，明确{n}项指标，{method}，做到事事有人管、处处有记录。
在{part}，{org}引入{tech}，把{thing}的损耗从{share}%降到{small}%，每年少用{thing}{n}吨。
{org}开放{n}项技术，与{partner}共享{topic}的数据和经验，帮助{n}家中小企业少走弯路。
为了让{people}用得上、用得起，{org}把{thing}的价格降低{share}%，并在{town}设立{n}个服务点。
{people}是项目的主角：{n}名{people}接受培训，{n}人取得证书，{n}人成为{part}的技术能手。
{org}把{site}的屋顶和空地利用起来，建设{tech}设施，总投资{money}，{days}天建成投用。
{plan}设立{money}的专项资金，{method}，凡是能够{act}{aim}的建议都可以申请，{season}共收到{n}条。
供应链上的{n}家企业签署《{paper}》，承诺使用可回收的{thing}，{org}则优先采购达标的{thing}。
借助人工智能，系统能够提前{days}天预测{thing}的需求，调度中心据此安排{part}，运行{quality}。
{tech}与{topic}结合，是{plan}的一大特点：前者管{thing}，后者管流程，两者通过同一个平台连接。
{org}还把{thing}送到{town}的{n}所学校，请{partner}讲解绿色发展的知识，{n}名学生参加实践。
夜间和{season}是用能低谷，{org}调整{part}的班次，配合{tech}，把{share}%的负荷移到低谷时段。
在{site}门口，一块屏幕实时显示用电、用水和{thing}的库存，{people}随时可以查看和提出意见。
{partner}派出{n}名专家驻点，与{office}一起攻克{trouble}的难关，先后完成{n}次试验。
废旧{thing}经过分类、清洗和检测，由{partner}加工成{thing}，再回到{part}，形成完整的循环。
{org}在{region}建立{n}个样板，先在{part}试用{tech}，再推广到其他{site}，边用边改，稳步发展。
为保护{town}的水土，施工避开{season}，{part}的{thing}全部更换为{quality}的新材料，恢复植被{n}亩。
无论是{people}还是{partner}，都可以在手机上查看{thing}的来源、去向和检测结果，做到全程{quality}。
{org}建立月度评估制度，{office}对照《{paper}》逐项打分，低于{n}分的{part}限期整改。
试点阶段使用的{thing}编号为{code}，累计运行{n}小时没有故障，随后推广到{n}个{part}。
{town}的{people}以土地、{thing}或者劳动入股，收益按{share}%返还，{theme}有了持久的动力。
""")

RESULTS = patterns("""
截至{year}年底，{key}，{gain}，{theme}取得阶段性成果。
与{before}年相比，{site}单位产值能耗下降{share}%，{thing}利用率提高{small}个百分点，{gain}。
项目带动{people}{big}人参与，新增就业{n}人，户均年增收{n}元，{town}的发展有了新的支点。
{n}项成果形成标准，《{paper}》被{n}家企业采用，“{plan}”获评{honour}。
{part}的{thing}更换周期由{days}天延长到{n}天，{trouble}的问题基本解决，累计节约成本{money}。
{partner}的评估认为，{tech}在{site}的应用安全{quality}，具备在{region}推广的条件。
二氧化碳排放减少{small}万吨，相当于植树{big}棵，{topic}的目标提前{days}天完成。
{people}的满意度达到{share}%，比项目开始前提高{small}个百分点，投诉减少{n}件。
{season}用电高峰期间，{org}主动让出{n}千瓦负荷，保障了{town}{n}户{people}的用电。
{plan}累计投入{money}，带动上下游投资{money}，{act}了{aim}，也为绿色发展积累了经验。
{site}连续{n}天零事故，{part}的{thing}合格率保持在{share}%，{gain}。
来自{n}个国家和地区的{people}{n}人次到{site}参观，{org}的做法被写入{n}份教材。
""")

OUTLOOK = patterns("""
下一步，{org}将把{tech}推广到{n}个{site}，与{partner}一起{act}{aim}，让绿色发展惠及更多{people}。
{org}计划用{small}年时间完成{part}的全部改造，力争{topic}走在行业前列，为可持续发展做出更大贡献。
实践证明，{method}是解决{trouble}的有效办法，企业发展与环境保护完全可以同步推进。
今后，{plan}将继续向{region}以外延伸，重点解决{people}关心的{thing}问题，努力实现共同发展。
面向未来，{org}愿与{partner}共享{topic}的成果，共同{act}{aim}，建设清洁美丽的家园。
{org}将继续坚持创新、协调、绿色、开放、共享的发展理念，让{theme}成为每一名员工的习惯。
经验表明，{tech}只是工具，{people}的参与和{office}的坚持才是“{plan}”走得远的原因。
{year}年之后，{org}还将公开{part}的能耗数据，请{partner}监督，推动{topic}更加{quality}。
""")

HEADINGS = patterns("""
背景与挑战
主要做法
{tech}怎样用起来
成效与影响
{people}怎么看
经验与展望
以{method}促{theme}
从{part}做起
""")

POINTS = patterns("""
{part}：更换{thing}{n}台，改用{tech}
{people}：培训{n}人，上岗{n}人
{partner}：共享数据{n}项，共建{site}{small}个
{thing}：全部改为{quality}的国产型号
{office}：每{days}天公布一次进度
资金：自筹{money}，其余由{partner}解决
""")

QUOTATIONS = patterns("""
以前{part}{trouble}，我们天天发愁；现在用上{tech}，{thing}什么时候该换，手机上看得清清楚楚。
绿色发展不是口号，是{part}里一度电一度电省出来的。
{people}说好，才是真的好。{plan}能走到今天，靠的是大家一条心。
我们算过账，{thing}一年能省下{money}，这笔钱又投到了{part}。
{partner}的同事和我们一起在{site}住了{days}天，{trouble}就是这样一点一点解决的。
刚开始谁也没有把握，试了{n}次才成功，但这条路走对了。
在{town}，{theme}已经不是一个项目，而是一种习惯。
数据多了，脾气少了，{office}和{part}终于看同一张表说话。
""")

REASONS = patterns("""
{tech}使{site}的用能和{thing}消耗下降，直接支持“{goal}”。
“{plan}”让{people}受益，与“{goal}”的要求一致。
{key}，对“{goal}”有可以计量的贡献。
{org}与{partner}的合作为“{goal}”提供了可以推广的做法。
《{paper}》把“{goal}”变成了{part}的日常工作。
""")

NOTES = patterns("""
统计范围为{site}。
不含{part}。
与{before}年同口径比较。
由{office}汇总。
""")

SOURCES = patterns("""
{org}《{paper}》
{plan}{year}年总结
{partner}评估报告
""")

# --- English, where a case has it: shorter, of the same facts -------------------------------------------------------

TITLES_EN = patterns("""
{org}: {tech} for {theme}
{plan}: {theme} in {town}
How {org} brought {tech} to {site}
{topic}: what {org} did in {year}
{theme} at {org}, step by step
""")

SUMMARIES_EN = patterns("""
In {town}, {region}, {org} used {tech} to work towards {theme}; {key}.
With {plan}, {org} brought {tech} to {site} and made {theme} part of its yearly work.
Since {before}, {org} and its partners have invested {n} million yuan in {theme}. The result: {key}.
""")

BODY_EN = patterns("""
{org} makes and services equipment in {town}, {region}, where {n} people work at {site}.
By {before} the old machines used too much energy, and the records came {days} days late.
The company set up {plan} with {n} people from all departments and a plan for each step.
It brought {tech} to {site} and trained {n} people to run it.
Partners along the supply chain signed a common standard; {n} of them report their data every month.
Green development, the team says, is saved one kilowatt-hour at a time.
Repairs are now planned {days} days ahead, and energy use per unit of output is down by {share}%.
By the end of {year}, the figures were clear: {key}.
Visitors from {n} companies have come to see how {theme} works in daily practice.
Next, {org} wants to take {tech} to {n} more sites and to publish its data on {topic}.
Residents can follow progress on a screen at the gate and send their questions to the project.
What began as a trial in one hall has become the way {org} works.
""")

QUOTATIONS_EN = patterns("""
It took us {n} attempts, but this was the right road.
Green development is not a slogan; it is saved one kilowatt-hour at a time.
We used to worry every day. With {tech} we know what has to be done and when.
{plan} works because people in {town} made it their own.
""")

REASONS_EN = patterns("""
{plan} supports “{goal}” through {tech}.
What {org} did in {town} can be measured and counts towards “{goal}”.
The standard behind {plan} has made “{goal}” part of daily work.
""")
