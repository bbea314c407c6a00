### 微心愿的结果：感谢、公示、积分。一行里的变量为空时，整行不显示（见 bot/texts.py）。

did-thank = 心愿主人致谢
did-consent = 同意公示
did-publish = 审核后公示
did-hide = 撤下公示
did-protect = 按儿童心愿保护
did-guard = 登记监护人同意
did-offer = 志愿者愿意认领
did-match = 同意匹配
did-annul = 送达不实，重新认领

do-thank = 说句感谢
do-publish = 放上公示
do-hide = 撤下公示
do-keep_off = 不公示
do-annul = 送达不实
do-protect = 按儿童心愿保护
do-guardian = 登记监护人同意
do-offer = 愿意认领
do-match = 同意匹配
do-no-match = 不匹配
do-cleared = 核查通过
do-not-cleared = 不通过核查
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
publish-unread = 🌟 { $number } 的公示内容还没有人看，许愿的人在等。点「放上公示」或「不公示」就行。
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

## 帮忙：什么时候方便

wish-ask-slot = 什么时候来帮忙比较方便？
slot-workday = 工作日白天
slot-evening = 晚上
slot-weekend = 周末
slot-any = 都可以

## 儿童心愿

# $under 14
wish-ask-child = 这个心愿是给未满 { $under } 岁的孩子的吗？
wish-child-yes = 是
wish-child-no = 不是
wish-ask-guardian = 您是孩子的什么人？
guardian-parent = 爸爸或妈妈
guardian-other = 其他监护人
guardian-not = 亲友、老师或邻居
guardian-child = 我就是孩子
wish-ask-agree = 您作为监护人，同意社区用您写的话来办这个心愿吗？孩子的姓名、学校、照片和住址志愿者都看不到，东西由社区工作人员转交，随时可以撤回。请不要发孩子的照片。
wish-agree-yes = 同意
wish-agree-no = 不同意
wish-no-consent = 好的，没有登记。想让社区私下帮忙，点下面找工作人员。
wish-confirm-child =
    请看看对不对：
    👶 { $words }
    📍 { $place }
    社区先核实，监护人没同意的会先联系监护人。志愿者看不到孩子的姓名、学校、照片和住址，东西由社区转交。照片不会保存。
wish-protected = 您的心愿（{ $number }）是给孩子的，社区会先联系监护人，同意后再请人认领。
# $number 单号
wish-withdrawn = { $number } 的心愿已撤回，不用再送了。谢谢您的心意！
# $way 方式；$at 时间
child-consented = 👶 儿童心愿，监护人已同意（{ $way }，{ $at }）
child-unconsented = 👶 儿童心愿，还没有监护人同意
way-chat = 在这里点的同意
way-visit = 上门当面
way-phone = 电话
way-paper = 书面签字
guardian-ask = 谁同意的？
guardian-ask-way = 怎么同意的？
guardian-ask-name = 监护人叫什么？姓名加密保存，不会给志愿者看。
child-needs-guardian = 这是儿童心愿（{ $number }），要先有监护人同意才能上墙。
child-ask-line =
    请写一句给志愿者看的话，不写姓名、学校、年级、照片和住址。
    原话：{ $words }
child-line-tells = 这句话里可能有姓名、学校、班级、号码或门牌。请换个说法，比如：一个书包。
# 志愿者看到的儿童心愿；$slot 时间（可空）
card-wall-child =
    👶 { $words }（{ $number }）
    📍 { $place }
    🕐 { $slot }
    儿童心愿由社区安排，东西请送到社区，由工作人员转交或陪同。
child-offered = 谢谢您！{ $number } 是儿童心愿，社区同意后马上告诉您。
# $volunteer 志愿者；$until 核查有效期
child-offer =
    👶 志愿者{ $volunteer }想认领儿童心愿（{ $number }），背景核查到{ $until }。
    { $words }
child-not-cleared = 这位志愿者的背景核查已经过期，不能匹配（{ $number }）。
child-told = 已告诉志愿者（{ $number }）。
# $days 天数
child-matched =
    谢谢您！社区同意了（{ $number }）。
    👶 { $words }
    📍 请在 { $days } 天内送到{ $place }的党群服务中心，由工作人员转交或陪同送达。来不了就退回，没有关系。
child-not-matched = 这个心愿（{ $number }）这次安排了别的办法，谢谢您的心意！看看别的？

## 背景核查

clearance-ask-name = 帮助孩子要先由社区做背景核查。请写您的姓名，社区会联系您。
clearance-passed-on = 已转给社区。核查好了马上告诉您。
clearance-asked = 志愿者{ $name }申请背景核查，核查以后才能认领儿童心愿。请按本地规定核查，再点结果。
clearance-given = 背景核查通过了，有效到{ $until }。现在可以看到儿童心愿了，谢谢您！
clearance-valid = 您的背景核查有效到{ $until }。
clearance-refused = 您的背景核查没有通过，或已经撤销。别的心愿照样可以认领。有疑问请说「人工」。
clearance-noted = 已登记：{ $name }背景核查有效到{ $until }。
clearance-not-noted = 已登记：{ $name }没有通过背景核查。
