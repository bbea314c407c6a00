### 居民看到的话：短、暖、明白。谁来办、什么时候、下一步做什么。

welcome =
    您好，我是{ $operator }的「回应」，事事有回应。
    有什么事直接说就行，比如：我们楼下路灯坏了三天。一句话、一张照片都可以。
    🔒 您说的话、照片、位置只用来办您的事，承办人看不到您的账号和电话。想看、想删，随时说「我的数据」。
privacy-notice = 🔒 您好，我是{ $operator }的「回应」。您说的话、照片、位置只用来办您的事，承办人看不到您的账号和电话。想看、想删，随时说「我的数据」。
my-data =
    我们保存了：您的称呼、住址（{ $place }）、您提过的工单和留言。只用来办事，不给别人。
    要请工作人员替您登记，说「我的码」给他看。
    要查看、更正或删除，请说「人工」，{ $operator }会在 15 天内办好。
    同意公示的结果，打开那张工单点「撤下公示」，马上就撤。
    正在办的事，办完再删；举报依规定留存到期再删。

## 报一件事

report-ask-what = 请说说是什么事？一句话就行，也可以发照片。
report-ask-what-photo = 照片收到了。请用一句话说说是什么事？
report-ask-what-point = 位置收到了。请用一句话说说是什么事？
report-ask-what-voice = 语音收到了，工作人员能听到；我还听不懂，麻烦用一句话写写是什么事？
report-ask-live =
    ⚠️ { $safety }
    📞 { $numbers }
    这件事现在正在发生吗？
report-ask-live-again =
    📞 危险就先打 { $numbers }
    这件事现在正在发生吗？
live-now = 正在发生
live-past = 以前发生的
live-fear = 担心会发生
report-ask-split =
    您说了 { $count } 件事：
    { $lines }
    分开办，还是一起办？
split-apart = 分开办
split-together = 一起办
report-ask-same = 您之前报过「{ $subject }」（{ $number }，{ $status }）。是同一件事吗？
same-yes = 是，补充进去
same-new = 不是，新的事
report-ask-topic = 这件事属于哪一类？
topic-other = 其他
report-ask-where = 在什么地方？请写小区名和楼号，或发个定位。
where-home = 我家附近（{ $place }）
where-unknown = 说不清，请人联系我
report-ask-where-unmapped = 地图上没找到「{ $name }」。在哪个社区？或者发个定位。
report-ask-this = 「{ $name }」是这里吗？
report-ask-own = 是您住的哪个小区？
report-ask-which = 叫「{ $name }」的地方不止一个，是哪一个？
report-ask-building = 是{ $name }的几栋？
report-ask-house = 是{ $name }几号附近？
number-unknown = 不清楚
# $why 判断的依据（可空）；$photos 照片张数（可空）；$crowd 已反映的人数（可空）；$rest 还有几件等着办（可空）
report-confirm =
    请看看对不对：
    📋 { $subject }（{ $kind }）
    💬 { $words }
    📍 { $place }
    🔎 从这些词看出来的：{ $why }
    📷 照片 { $photos } 张
    👤 { $worker } · 最迟{ $due }前答复
    👥 附近已有 { $crowd } 人反映，可以点「我也遇到了」一起办
    ➡️ 确认后接着办另外 { $rest } 件
confirm-yes = 确认
confirm-edit = 修改
confirm-undo = 撤掉刚补充的
confirm-urged = 知道您急。点「确认」就马上转给{ $worker }。
report-ask-second = 「{ $words }」是另外一件事吗？
second-apart = 另外一件，接着办
second-together = 同一件，补充进去
second-leave = 不用管这句
report-ask-edit = 改哪里？
edit-where = 地点
edit-topic = 类别
edit-what = 内容
edit-drop = 不报了
report-solved = 太好了！那这件事就不报了。要是还没好，再说一声就行。
report-dropped = 好的，这件事不报了。有事随时说。
report-filed =
    ✅ 登记好了，单号 { $number }
    👤 { $worker }负责
    ⏰ 最迟{ $due }前答复您
    ⚖️ { $law }
    ⛈️ 应急期间，{ $storm }分钟内有人响应
    ⏱ { $rush }分钟内有人联系您
    有进展会告诉您，想补充直接说。
report-filed-enquiry =
    ✅ 您的咨询记下了，单号 { $number }
    👤 { $worker }会在{ $due }前答复您。
    ⚖️ { $law }
report-filed-suggestion =
    ✅ 谢谢您的建议，单号 { $number }
    👤 { $worker }会认真看，{ $due }前答复您。
    ⚖️ { $law }
report-filed-report =
    ✅ 举报登记好了，单号 { $number }
    🔑 提取码 { $code }，请记下来，只显示这一次。
    🔒 您的身份对被举报方和承办单位保密。
    ⏰ 最迟{ $due }前答复；有消息只提醒您有进展，发「查询 { $number } { $code }」看内容。
    ⚖️ { $law }
report-filed-anonymous =
    ✅ 匿名举报登记好了，单号 { $number }
    🔑 提取码 { $code }，请马上抄下来，丢了就查不到了。
    🔒 一小时后这里关于举报的记录会清掉，没有人知道是您。
    ⏰ 最迟{ $due }前答复，发「查询 { $number } { $code }」看结果，换个账号也行。
    ⚖️ { $law }
report-beyond-us =
    ✅ 举报登记好了，单号 { $number }
    🔑 提取码 { $code }，请记下来，只显示这一次。
    🔒 您举报的是这里能办它的所有人，所以谁也没看到，原样保存着。
    📞 请同时向纪检监察机关反映：12388，或 www.12388.gov.cn；可以匿名，内容会保密。
report-beyond-us-anonymous =
    ✅ 匿名举报登记好了，单号 { $number }
    🔑 提取码 { $code }，请马上抄下来，丢了就查不到了。
    🔒 您举报的是这里能办它的所有人，所以谁也没看到，原样保存着；一小时后这里关于举报的记录会清掉。
    📞 请同时向纪检监察机关反映：12388，或 www.12388.gov.cn；可以匿名，内容会保密。
secret-ask-named = 您可以留名，也可以匿名。两种都对被举报方保密；匿名的话我们没法联系您，您凭提取码查结果。
secret-named = 留名，有进展提醒我
secret-anonymous = 匿名，凭提取码查
report-news = 🔔 您的事项 { $number } 有新进展，发「查询 { $number } 加提取码」看内容。
secret-wrong-code = 单号或提取码不对，请再核对一下。连续错 { $tries } 次要等 { $minutes } 分钟。
secret-needs-code = 🔒 { $number }：{ $status }。发「查询 { $number } 加提取码」看内容。
secret-card =
    🔒 { $number }：{ $status }
    ⏰ 最迟{ $due }
    ⚖️ { $law }
    { $steps }
report-filed-danger =
    🚨 已经通知{ $worker }和值班负责人，单号 { $number }
    请先保证自己安全，危险时先打电话。
report-filed-threat =
    { $safety }
    📞 { $numbers }
    您的事我们管：已经登记好，单号 { $number }。{ $worker }和值班负责人马上联系您。
report-filed-unfinished =
    您之前说的「{ $subject }」还没确认，我们先按您说的登记了，单号 { $number }，{ $worker }会联系您。
report-ask-danger-place = 在什么地方？写小区和楼号，或发定位，马上转给他们。
report-danger-passed-on = 已转给{ $worker }。
report-danger-place = 已转给{ $worker }。请保持安全。
report-added = 已补充到 { $number }，{ $worker }会看到。
draft-reminder = 您刚才说的「{ $words }」还差一步。接着回复就行；不想办了，回复「取消」。
praise-recorded = 谢谢您！您的表扬已经记下（{ $number }），会转给该表扬的人。

## 我的工单

mine-none = 您还没有工单。有什么事，直接说就行。
mine-none-open = 您现在没有在办的工单。有什么事，直接说就行。
mine-list =
    您的工单：
    { $lines }
# $index $number $subject $status $due
mine-line = { $index }. { $number } { $subject }：{ $status }
mine-urged = 已经替您催了{ $worker }。最迟{ $due }前答复您。
mine-ask-add = 请补充，文字或照片都可以。
mine-ask-reply =
    网格员问：{ $note }
    请直接回复，文字或照片都可以。
mine-replied = 已转给{ $worker }，谢谢。
mine-ask-withdraw = 确定撤回「{ $subject }」（{ $number }）吗？
withdraw-yes = 确定撤回
withdraw-no = 不撤了
mine-withdrawn = { $number } 已撤回。有事随时说。
withdraw-cancelled = 好的，不撤回，工单继续办。
reply-cancelled = 好的，想起来了随时回复。
mine-goes-on = 好的，{ $number } 继续办。
mine-ask-all-right = 是说「{ $subject }」（{ $number }）已经好了吗？
all-right-yes = 是，好了
all-right-no = 还没有
mine-all-right = 太好了，{ $number } 就结案了。有事随时说。
mine-still-bad = 知道了，已告诉{ $worker }：{ $subject }还没好。最迟{ $due }前答复您。
person-ask = 好的，请说说是什么事，工作人员会直接看到并联系您。
person-filed = 已转给{ $worker }，单号 { $number }，{ $due }前联系您。紧急情况请直接打 110、119、120。
person-ticket = 关于「{ $subject }」（{ $number }），已请工作人员联系您。
person-draft = 好的，您说的已经登记（{ $number }），{ $worker }会直接联系您。
card-resident =
    { $mark } { $subject }（{ $number }）
    { $status }
    📍 { $place }
    👤 { $worker } · 最迟{ $due }
    ⚖️ { $law }
    { $steps }

## 办理中告诉居民

resident-accepted = { $worker }已签收您的「{ $subject }」（{ $number }），最迟{ $due }前答复。
resident-reassigned = 您的「{ $subject }」（{ $number }）现由{ $worker }办理，最迟{ $due }前答复。
resident-asked =
    { $worker }想问您（{ $number } { $subject }）：
    { $note }
resident-asked-again =
    { $worker }还在等您的回答（{ $number }）：
    { $note }
resident-not-answered =
    「{ $subject }」（{ $number }）还没收到您的回答，我们先按已知的情况接着办，最迟{ $due }前答复您。
    想起来了随时可以回答，{ $worker }会看到。
resident-progress =
    「{ $subject }」（{ $number }）有进展：
    { $note }
resident-overdue = 很抱歉，您的「{ $subject }」（{ $number }）没能按时办好，已经催办并报告负责人。
resident-retracted = 「{ $subject }」（{ $number }）还没办完，刚才的办结是误发的，{ $worker }接着办，最迟{ $due }。
resident-resolved =
    「{ $subject }」（{ $number }）办好了：
    { $note }
    问题真的解决了吗？
# $note 答复；$basis 渠道或依据
resident-explained =
    「{ $subject }」（{ $number }）的答复：
    { $note }
    说清楚了吗？
resident-redirected =
    「{ $subject }」（{ $number }）的答复：
    { $note }
    ☎️ 该找谁：{ $basis }
    清楚了吗？
resident-refused =
    「{ $subject }」（{ $number }）很抱歉，这件事不能办理：
    { $note }
    📖 依据：{ $basis }
    不同意可以点「还有问题」，会请负责人复核。
resident-unfounded =
    「{ $subject }」（{ $number }）我们核实过了：
    { $note }
    有新的情况可以点「还有问题」。
resident-more-photos = 「{ $subject }」（{ $number }）还有照片：
resident-closed-silently = 「{ $subject }」（{ $number }）一直没收到您的回复，先结案了。要是还没解决，{ $until }前点一下就重新办。

## 回访

survey-reminder = 「{ $subject }」（{ $number }）解决了吗？点一下就行。
survey-reminder-answer = 「{ $subject }」（{ $number }）的答复清楚了吗？点一下就行。
survey-ask-satisfied = 谢谢！这次办得怎么样？
satisfied-yes = 满意
satisfied-mostly = 基本满意
satisfied-no = 不满意
survey-ask-comment = 还想说一句吗？不想说就点「不说了」。
# 有没有人联系：办的时候系统里没有来往记录才问，代替「还想说一句吗」
contacted-ask-last = 谢谢！最后一句：办的时候，有人联系过您吗？想说什么也可以直接写。
contacted-ask = 再问一句：「{ $subject }」办的时候，有人联系过您吗？
contacted-yes = 联系过
contacted-no = 没人联系我
contacted-skip = 不说了
contacted-noted = 记下了，谢谢您告诉我们。
survey-ask-why = 对不起。哪里没做好？点一个，或者说一句，负责人会看到。
survey-skip = 不说了
survey-thanks = 谢谢您的评价，{ $number } 结案。有事随时说。
survey-sorry = 对不起没让您满意，负责人会看到并跟进。谢谢您告诉我们。
survey-ask-reason = 对不起。是哪里没解决？
reason-nobody = 没人来
reason-partly = 只办了一部分
reason-again = 又坏了
reason-other = 别的原因
survey-ask-detail = 请说一句是什么情况。
rate-cancelled = 好的，不评也没关系。有事随时说。
refute-cancelled = 好的。要是还没解决，随时说「没解决」。
reopen-too-late = { $number } 已经过了重新办理的时间。要是还有问题，点下面再报一次，马上登记。
survey-reopened =
    { $number } 重新办理，已连同您的话转给{ $worker }和负责人。
    ⏰ 最迟{ $due }前答复您。

## 住址

home-ask = 您住在哪里？写小区名和楼号，或发个定位，以后报事就不用再说地点。
home-skip = 以后再说
home-skipped = 好的。有事随时说。
home-set =
    记住了：{ $place }
    您的网格员是{ $worker }（{ $grid }）。
my-worker =
    { $place }
    您的网格员是{ $worker }（{ $grid }）。
    您的楼长是{ $heads }。
my-worker-no-home = 告诉我您住哪里，就知道您的网格员是谁了。

## 微心愿

wish-ask-what = 请说说您的微心愿：需要什么东西，或想请人帮什么忙？
wish-unclear-what = 请用一句话说说需要什么东西或帮忙。
wish-no-money = 微心愿不能是钱，可以是一件东西或一次帮忙。换一个说法？
wish-ask-where = 您住在哪个社区？写社区名或小区名就行。
wish-confirm =
    请看看对不对：
    🌟 { $words }
    📍 { $place }
    📷 照片 { $photos } 张
    社区先核实，再请志愿者认领。心愿墙上不写姓名和住址，认领后志愿者才知道是您。
wish-yes = 同意，许愿
wish-no-wall = 不上墙，只给社区看
wish-edit = 修改
wish-drop = 不许了
wish-dropped = 好的。想许愿随时说。
wish-filed = 🌟 心愿记下了，单号 { $number }。社区核实后告诉您。
wish-one-at-a-time = 您还有一个心愿在等（{ $number }），实现后就可以再许。
wish-approved = 🌟 您的心愿（{ $number }）核实通过，正在等人认领。
wish-declined =
    您的心愿（{ $number }）这次没有通过核实：
    { $note }
    有疑问请说「人工」。
wish-claimed = 🌟 有志愿者认领了您的心愿（{ $number }）！请等消息。
wish-released = 认领您心愿的志愿者这次来不了，心愿（{ $number }）又回到墙上了，我们继续找。
wish-fulfilled =
    🌟 志愿者说您的心愿（{ $number }）已经送到：
    { $note }
    收到了吗？
wish-reminder = 您的心愿（{ $number }）收到了吗？点一下就行。
wish-closed = 太好了！祝您天天开心。想对志愿者说句话，点下面。
wish-reopened = 知道了，已请志愿者再联系您。
wish-wall =
    心愿墙：
    { $lines }
    想认领哪一个？
wish-wall-read =
    心愿墙：
    { $lines }
    想帮忙，点一下就可以成为志愿者。
wish-wall-empty = 心愿墙上现在没有等待的心愿。
wish-none-claimed = 您现在没有认领的心愿。
wish-claimed-list = 您认领了 { $count } 个心愿：
wish-taken = 这个心愿（{ $number }）刚刚被别人认领了，谢谢您的心意。看看别的？
# $place 社区（可空）
wish-on-wall =
    🌟 新的微心愿：{ $words }
    📍 { $place }
    🕐 { $slot }
card-wall =
    🌟 { $words }（{ $number }）
    📍 { $place }
    🕐 { $slot }
    认领后才看得到是谁。
wish-you-claimed =
    谢谢您！认领成功（{ $number }）。
    🌟 { $words }
    👤 { $wisher }
    📍 { $place }
    🕐 { $slot }
    请在 { $days } 天内完成；来不了就退回，没有关系。
wish-you-released = 已退回心愿墙（{ $number }）。
wish-ask-fulfil = 请写一句送达的情况，可以附照片（不拍人脸）。
wish-you-fulfilled = 谢谢您！等对方确认后就圆满了（{ $number }）。
wish-thanked = 🌟 { $number } 的心愿主人说收到了，谢谢您！说「我的积分」看积分。
wish-not-arrived =
    { $number } 的心愿主人说还没收到：
    { $note }
wish-taken-back = 您认领的心愿（{ $number }）超过时间还没送达，先回到墙上了。谢谢您的心意。
volunteer-joined =
    谢谢您加入志愿者！有新心愿会告诉您，认领全凭自愿。
    想帮助孩子，说「背景核查」；看积分，说「我的积分」。
card-wish =
    🌟 { $words }（{ $number }）
    🕐 { $slot }
    { $guard }
    { $status }
    { $steps }
