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
