### 险情通知：居民说“正在发生”以后，马上通知到人。只写种类、单号、地点、怎么办，不写居民原话和姓名。

# $kind 险情；$number 单号；$place 地点（有的不写门牌）；$worker 承办人；$todo 怎么办；$silent 已经几分钟没人收到（可空）
staff-alert =
    🚨 特急险情：{ $kind }（{ $number }）
    📍 { $place }
    👤 { $worker }
    ✅ { $todo }
    ⏳ 已经 { $silent } 分钟没有人按「收到」
    看到请按「收到」，没人按会继续往上通知。
do-received = 收到
do-open-alert = 看这件工单
# $name 谁；$moment 什么时候
alert-received = 收到，已记下：{ $number } 由您（{ $name }）接着跟。别的人不再催，处置情况请写进工单。
alert-received-before = { $number } 已由{ $name }在{ $moment }按了「收到」，不用再按。要帮忙请直接联系。
alert-over = { $number } 已经处理过了（{ $status }），不用再按。
alert-taken = ✅ { $number } 的险情，{ $name }已收到并在跟。

## 险情怎么办（给工作人员，一句话）

danger-other = 紧急情况
alert-do-fire = 确认已打119；疏散楼道，清开消防通道，接应消防车。自己别进火场。
alert-do-gas = 马上告知燃气公司和119；疏散人员，现场别开关电器、别打电话。
alert-do-lift = 联系物业和电梯维保，隔门安抚被困的人，别让人扒门。
alert-do-drowning = 确认已打119、110、120；带救生圈和绳子过去，别徒手下水。
alert-do-suicide = 请接过对话：先问是否安全、人在哪、旁边有谁，不说教；确认已打110、120。
alert-do-shock = 先断电，通知供电95598，围住现场别让人靠近。
alert-do-violence = 确认已打110；不要单独上前，先让周围的人散开。
alert-do-domestic = 依法须及时报告或报案：确认已打110，联系当事人是否安全；别把双方叫到一起调解。
alert-do-medical = 确认已打120；派人到路口接救护车，取最近的急救设备。
alert-do-traffic = 确认已打122、120；提醒后方来车，人撤到护栏外。
alert-do-fraud = 马上劝停转账，陪同打110或96110，联系银行止付。
alert-do-flood = 转移低处的人，切断水淹处的电，拦住积水路口。
alert-do-missing = 确认已报110；问清衣着和最后地点，发动网格和物业分头找、查监控。
alert-do-collective = 先到现场听诉求、稳住情绪，通知劳动、住建等牵头单位；有人受伤、堵路或冲突打110，按规定上报。
alert-do-other = 马上看工单，联系承办人。

## 日报里

# $count 几件；$received 收到几件；$silent 没人收到的单号（可空）
digest-alerts = { $count } 件，有人收到 { $received } 件
digest-alerts-silent = { $count } 件，有人收到 { $received } 件，⚠️ 没人收到：{ $numbers }
