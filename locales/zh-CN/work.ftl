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
    🔥 最近 7 天的热点：
    { $lines }
hot-topic-line = { $area }「{ $matter }」{ $people } 人，{ $at }
hot-none = 最近 7 天没有热点。
