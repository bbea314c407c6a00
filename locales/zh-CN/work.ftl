### 办理里的共同事：我也遇到了、并单。

## 我也遇到了

report-joined =
    记下了，这件事（{ $number }）也算您一份：{ $worker }负责，最迟{ $due }前答复。
    您说的话已转给他，别人看不到您是谁。有结果一样告诉您。
confirm-join = 我也遇到了
do-agree = 我这里好了
do-leave = 不再跟进
mine-left = 好的，{ $number } 不再告诉您进展了，别人的继续办。
# $area 大致地点，不写别人家门牌；$steps 只有工作人员做的和自己说的
card-joined =
    { $mark } { $subject }（{ $number }）
    { $status } · { $others } 人也遇到了
    📍 { $area }
    👤 { $worker } · 最迟{ $due }
    { $steps }
resident-closed-early = 「{ $subject }」（{ $number }）：反映的居民说已经好了，先结案。您那里要是还没好，{ $until }前点一下就重新办。
resident-reworked = 「{ $subject }」（{ $number }）有居民说还没解决，已经重新办理，{ $worker }负责，最迟{ $due }前答复。
worker-joined =
    👥 又有居民反映同一件事（{ $number } { $subject }，另有 { $others } 人也遇到了）：
    { $note }
survey-noted = 谢谢您的评价，{ $number } 已记下。有事随时说。

## 并单

do-merge = 并单
do-split = 取消并单
merge-ask-lead = 「{ $subject }」（{ $number } · { $place }）和哪一张是同一件事？也可以写单号。并进去以后，大家都会收到结果。
merge-unclear = 没有找到能并进去的这张工单。请点按钮，或写在办的单号。
# $merged 被并的单号
merge-done = { $merged } 已并入 { $number }，居民都告诉了。并错了可以取消。
# $note 主单单号
worker-merged = { $number } { $subject } · { $place } 已并入 { $note }，不用单独办了。
resident-merged = 您的「{ $subject }」（{ $number }）和 { $note } 是同一件事，合在一起办，进展和结果都会告诉您。
resident-split = 您的「{ $subject }」（{ $number }）改回单独办理，{ $worker }负责，最迟{ $due }前答复。

## 热点

# $area 网格或社区；$matter 事项；$people 人数；$hours 多少小时内；$lines 工单
hot-topic =
    🔥 热点：{ $area } { $hours } 小时内有 { $people } 人反映「{ $matter }」：
    { $lines }
    是同一件事就打开并单，大家一起收到结果。
# $index
hot-line = { $index }. { $number } · { $place } · { $worker } · { $status }
hot-list =
    🔥 最近 { $days } 天的热点：
    { $lines }
hot-topic-line = { $area }「{ $matter }」{ $people } 人，{ $at }
hot-none = 最近 { $days } 天没有热点。

## 办理结果、答复模板

result-solved = 已解决
result-explained = 解释说明
result-redirected = 不归我们办，告知渠道
result-refused = 依法不予办理
result-unfounded = 经查不实
result-at_once = 即答
result-other = 不是解决了，选别的结果
work-ask-result = 「{ $subject }」（{ $number }）是哪一种结果？
work-ask-explained = 请说明情况和原因，居民会看到。
work-ask-redirected = 请告诉居民为什么不归我们办。
work-ask-refused = 请写明不予办理的原因，居民会看到。
work-ask-unfounded = 请写明怎么核实的、看到了什么，居民会看到。
work-ask-basis-redirected = 该找哪个单位？写名称和电话，居民会看到。
work-ask-basis-refused = 依据哪条法律法规或文件？写名称和条款。
work-ask-draft =
    { $words }
    直接发就点按钮；要改就把改好的话发来。
draft-send = 就这样发
do-clear = 清楚了
do-disagree = 还有问题

## 第一读者审核

do-approve = 同意发出
do-send_back = 退回修改
# $author 谁写的；$result 结果；$basis 渠道或依据（可空）
card-review =
    📝 请审核{ $author }的答复：{ $subject }（{ $number }）· { $result }
    💬 居民说：{ $words }
    ✏️ 答复：{ $note }
    📖 { $basis }
    ⏰ 最迟{ $due }。同意后居民才会看到。
work-photos-in-review = { $number } 的答复正在审核，只带上了第一张照片。都要发的话，请审核人退回，再和照片一起发一次。
work-submitted = { $number } 的答复已送审，通过后自动发给居民。期限照算。
worker-approved = ✅ { $number } { $subject }：答复审核通过，已发给居民。
worker-sent-back =
    ↩️ { $number } { $subject }：答复退回修改，最迟{ $due }。
    { $note }
review-approved = { $number } 的答复已发给居民。
review-ask-note = 哪里要改？写一句，会转给写答复的人，居民看不到。
review-sent-back = { $number } 已退回修改。
staff-not-reviewed = ⏰ { $number } { $subject } 的答复还没人审核，居民在等，最迟{ $due }。

## 走访、台账

do-visit = 走访
do-visits = 我的走访
visit-ask-place = 走访了哪一户？写小区、楼栋和房号。
visit-ask-met = 见到了谁？可以写姓名和情况，加密保存，只有您看得到。没人在家就点按钮。
visit-nobody = 没人在家
visit-ask-need = 有什么需要帮忙的？写一句，会登记成工单。
visit-nothing = 没有需要
visit-ask-ledger = 记入哪本台账？
visit-ask-again = 什么时候再去？
visit-again-none = 不用特意去
visit-again-week = 一周后
visit-again-month = 一个月后
# $number 由需要登记的单号（可空）；$done 本月见到的户数；$goal 目标
visit-kept =
    ✅ 走访记下了：{ $place }
    📋 需要已登记 { $number }
    本月已走访 { $done } 户（目标 { $goal } 户）
visits-none = 本月还没有走访记录。
visits-list =
    本月走访 { $count } 次，见到 { $done } 户（目标 { $goal } 户）：
    { $lines }
# $again 下次走访（可空）
visit-line = { $at } { $place }：{ $need }
visit-month = 📅 本月已走访 { $done } 户，离 { $goal } 户还差 { $missing } 户，月底前抽空去看看。
# $who 上次见到谁（可空）；$need 上次的需要（可空）
visit-due =
    📅 今天该回访：{ $place }
    上次见到：{ $who }
    上次的需要：{ $need }
ledgers =
    { $month } 月台账：
    { $lines }
ledger-line = { $ledger }：工单 { $tickets } 件，走访 { $visits } 次

## 交接

transfer-ask-from = 谁手上的工单要交出去？点名字，或写姓名。
transfer-ask-to = { $name }手上的 { $count } 件交给谁？点名字，或写姓名。
transfer-ask-note = 有什么要交代的？接手的人会看到。
transfer-skip = 没有要交代的
transfer-ask-sure = { $name }手上的 { $count } 件全部交给{ $other }，居民也会知道换人了。确定吗？
transfer-yes = 确定交接
transfer-no = 先不交
transfer-done = { $name }的 { $count } 件已交给{ $other }。
# $note 交代的话（可空）；$lines 每件一行
transfer-list =
    📦 { $name }的 { $count } 件工单交给您了：
    { $lines }
    📝 { $note }
    期限不变，点开看全部经过。
# $index $last 最后一步；$said 它的话（可空）
transfer-line = { $index }. { $subject } · { $place } · { $status } · 最迟{ $due } · 最后：{ $last }{ $said }
transfer-given = 您手上的 { $count } 件工单已交给{ $other }，辛苦了。
resident-transferred = 承办人换了：您的{ $subjects }现由{ $worker }办理，之前说过的他都看得到，期限不变。

## 专项

campaigns =
    🚩 专项进度：
    { $lines }
# $last 截止日
campaign-line = { $name }（到 { $last }）：登记 { $filed } 件，结案 { $closed } 件，超时 { $late } 件
campaigns-none = 现在没有专项。在 campaigns.toml 里写上就有。
