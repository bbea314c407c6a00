### 谁负责、什么时候上班：楼长、片长、单位时间、联合上门、群。

## 楼长

do-head-note = 我知道情况
do-head-take = 我来办
do-head-publish = 公开我的名字
do-head-hide = 不再公开
# $place 到楼栋为止，没有门牌，没有居民的原话
head-told =
    🏠 您楼里有一件事：{ $subject }（{ $number }）
    📍 { $place }
    { $worker }在跟，最迟{ $due }答复居民。您知道情况，说一句就能帮上忙。
head-danger =
    🚨 您楼里有险情：{ $subject }（{ $number }）
    📍 { $place }
    已经报给网格和社区。先顾自己安全，再招呼邻居；人命关天先打 119、120、110。
head-ask-note = 「{ $subject }」（{ $number }）您知道什么情况？写一句或发张照片。
# $name $note
head-said = 楼长{ $name }：{ $note }
head-takes = 楼长{ $name }来办
head-noted = 谢谢！已经告诉{ $worker }（{ $number }）。
head-taken = { $number } 由您来办，按「签收」开始；办不了可以退回网格员。
head-published = 好的。住您这栋楼的邻居看「我的网格员」时，能看到您的名字（不显示电话）。随时可以收回。
head-hidden = 好的，邻居看不到您的名字了。
worker-head-said =
    🏠 { $number } { $subject }
    { $note }
worker-head-took = 🏠 { $number } { $subject }：{ $note }，您不用再跟了。
# 楼长加入时补在欢迎后面
head-join = 您是楼长：楼里有事先告诉您。邻居现在看不到您的名字，愿意公开请按下面。

## 联合上门

do-joint = 联合上门
do-joint-again = 另约时间
do-joint-go = 就这样通知居民
do-joint-ok = 时间合适
do-joint-other = 换个时间
do-joint-note = 写上门记录
did-joint = 约联合上门
# $names 已选的单位
joint-ask-units =
    「{ $subject }」（{ $number }）请谁一起上门？
    已选：{ $names }
joint-ask-at = 什么时候去？比如：明天上午9点、11月25日15:00。
joint-ask-place = 在哪里碰头？
joint-there = 就在诉求地点
joint-what = 联合上门
joint-proposed =
    🤝 已约{ $names }：{ $at }，{ $spot }。
    各家回复了告诉您，到齐了再通知居民。
task-given-joint = 约{ $names }联合上门
task-card-joint =
    🤝 联合上门（{ $number } { $subject }）
    { $lead }约您一起去：{ $at }
    📍 { $spot }
task-joint-given = 待回应
task-joint-accepted = 会到
task-joint-refused = 来不了
task-joint-there = 已到场
task-joint-done = 已上门
task-joint-cancelled = 取消
do-task-accept-joint = 会到
do-task-refuse-joint = 来不了
task-said-joint-accept = { $unit }：上门会到
task-said-joint-refuse = { $unit }上门来不了：{ $note }
joint-silent =
    ⏳ 联合上门（{ $number } { $subject }，{ $at }）还没回复：{ $silent }。
    目前会到：{ $names }
joint-nobody-comes = { $number } { $subject }：约的几家都来不了（{ $at }）。换个时间再约？
joint-going = 好的，已告诉居民：{ $at }，{ $names }上门。
# 给居民 $names 谁来
resident-joint =
    🤝 { $number } { $subject }
    { $at }，{ $names }一起上门看看。
    📍 { $spot }
    这个时间您方便吗？
joint-suits = 上门时间合适
joint-rather = 上门想换个时间：{ $when }
joint-ok = 好的，{ $at }见。有变化随时说。
joint-ask-other = 您什么时候方便？写一句，比如：周四晚上、周末都行。
joint-other-told = 好的，已经告诉{ $worker }，定了新时间马上告诉您。
joint-other-time =
    🤝 { $number } { $subject }：居民想换个时间上门
    💬 { $note }
joint-soon =
    🔔 联合上门快到了：{ $at }，{ $spot }
    { $number } { $subject } · { $names }
resident-joint-soon = 🔔 提醒：{ $at }，{ $names }上门（{ $number } { $subject }）。
joint-after = 📝 { $number } { $subject }：上门看得怎么样？写几句记录，居民也能看到。
joint-ask-note = 上门看到什么、怎么商定的？写几句，可以带照片。
joint-note = 联合上门（{ $names }）：{ $note }

## 群

menu-groups = 居民群也能归您的网格：在群里发「绑定本群」。
group-ask-bind = 把刚才那个群绑定到哪里？绑定后，群里说的事都算这里的；有人喊险情，马上通知这里的人。
group-not-now = 先不了
group-see-private = 好的，请到和我的私聊里确认。
group-bound =
    👋 本群现在对应：{ $name }。群里说的事，我会私聊说的人，确认后登记到这里。
    姓名、电话、门牌请不要在群里发，私聊我就行。有危险先打 110、119、120。
group-bound-done = ✅ 已绑定到{ $name }。要解绑，在群里发「解绑本群」。
group-of-another = 这个群已经绑定到{ $name }，要先由那里的人在群里发「解绑本群」。
group-nothing-to-bind = 您名下没有网格或楼栋，这个群请网格员来绑定。
group-cannot-unbind = 这个群没有绑定，或者不归您管。
group-ask-unbind = 这个群不再对应{ $name }？
do-group-unbind = 解绑
group-unbound = 本群已解绑。有事请私聊我。
group-unbound-done = ✅ 已解绑（{ $name }）。
group-taken = 收到，已私聊您，确认一下就登记。
group-heard = 您在群里说的事，我先按{ $name }记下，请看看对不对：
group-say-here = 您在群里说的事，发在这里我就登记。
group-danger-filed = 🚨 您在群里说的险情已报给网格和社区（{ $number }）。先保证自己安全；有新情况直接回复我。
