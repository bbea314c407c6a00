### 微心愿的结果：感谢、公示、积分。一行里的变量为空时，整行不显示（见 bot/texts.py）。

did-thank = 心愿主人致谢
did-consent = 同意公示
did-publish = 审核后公示
did-hide = 撤下公示
did-annul = 送达不实，重新认领

do-thank = 说句感谢
do-publish = 放上公示
do-hide = 撤下公示
do-keep_off = 不公示
do-annul = 送达不实
do-results = 看圆梦榜
do-points = 我的积分

## 感谢

thank-ask = 想对志愿者说句什么？可以附一张照片（请不要拍人脸）。不想说就说「取消」。
thank-ask-child = 想对志愿者说句什么？为了保护孩子，不收照片。不想说就说「取消」。
thank-passed-on = 您的话已转给志愿者（{ $number }）。谢谢您！
thank-cancelled = 好的，心意志愿者都知道。
# $note 感谢的话（可空）
wish-thanks =
    💐 { $number } 的心愿主人对您说：
    { $note }

## 公示：只问一次，不答就是不同意

share-ask-wish =
    您的话已转给志愿者。
    可以让大家也看到这个圆梦的结果吗？只写心愿、感谢的话和社区名，不写姓名和住址。社区看过才放上去，随时可以撤下。
share-ask =
    「{ $subject }」（{ $number }）的结果可以公示吗？只写是哪类事、哪个社区、用了几天、满不满意，不写姓名、住址和您说的话。随时可以撤下。
share-yes = 可以公示
share-no = 不公示
share-no-thanks = 好的，不公示。有事随时说。
share-cancelled = 好的，不公示。
share-kept-wish = 谢谢！社区看过以后放到圆梦榜（{ $number }）。改主意了，点一下就撤下。
share-kept = 谢谢！{ $number } 的结果会公示。改主意了，点一下就撤下。
share-shown = 🌟 您的圆梦结果（{ $number }）上榜了，说「圆梦榜」就能看到。改主意了，点一下就撤下。
share-not-shown = 您的结果（{ $number }）没有公示，或已经撤下。不影响您的心愿。
share-hidden = 已撤下（{ $number }），别人再也看不到了。

wish-results =
    圆梦榜：
    { $lines }
wish-results-none = 圆梦榜上还没有内容。
# $words 心愿；$thanks 感谢（可空）；$place 社区
wish-result =
    🌟 { $words }（{ $place }）
    💐 { $thanks }

## 工作人员：公示前审核

publish-to-read =
    🌟 请审核公示内容（{ $number }），居民已同意公示。看看有没有姓名、住址、电话、人脸：
    { $note }
# $words 心愿；$thanks 感谢（可空）
publish-preview =
    心愿：{ $words }
    感谢：{ $thanks }
publish-done = 已公示（{ $number }）。
publish-hidden = 不公示（{ $number }），已告诉居民。
publish-waiting = 公示待审核 { $count } 件：
publish-none = 没有等着审核的公示。

annul-ask = 哪里不实？请写一句，志愿者会看到。积分会收回，心愿重新上墙。
annul-done = 已按送达不实处理（{ $number }），心愿回到墙上。
wish-annulled = 对不起，您的心愿（{ $number }）其实还没有实现，已重新请人认领。

## 积分

deed-thing = 送达
deed-favour = 帮忙
deed-thanked = 收到感谢
deed-annulled = 核减
points-mine =
    您有 { $points } 分，谢谢您的每一次帮助！
    { $lines }
    积分是感谢，不是钱，不能兑现金。
points-none = 您还没有积分。认领一个心愿，对方说收到了就有。
# $day 日期；$deed 事由；$points +10；$number 单号；$note 原因（可空）
points-line =
    { $day } { $deed } { $points }（{ $number }）
    { $note }
points-taken-back =
    { $number } 核实后发现没有送达，{ $points } 分已收回：
    { $note }
    有疑问请说「人工」。
