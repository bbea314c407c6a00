### 网格员、网格长、受理台、督办看到的话：一眼看懂，一步能办。

## 加入

join-welcome =
    欢迎您，{ $name }！
    负责：{ $areas }
    说「待办」看任务，直接说看到的问题就是报单。
    { $head }
join-refused = 这个邀请码不能用（用过了、过期了或不完整）。请向负责人要一个新的。

## 工单卡

# $note 退单、重开时的原因（可空）
card-assignment =
    { $mark } { $urgency } · { $subject }（{ $number }）
    💬 { $words }
    📍 { $place }
    📥 { $source }
    👤 { $contact }
    👥 另有 { $others } 人也遇到了
    ⏱ { $rush }分钟内要有人签收并联系（{ $clock }）
    ⏰ 最迟{ $due }
    ⚖️ { $law }
    ↩️ { $note }
# $late（yes|no）
card-staff =
    { $mark } { $urgency } · { $subject }（{ $number }）{ $late ->
        [yes] 🔴超时
       *[no] {""}
    }
    { $status } · { $worker } · { $grid }
    💬 { $words }
    📍 { $place }
    📥 { $source }
    👤 { $contact }
    👥 另有 { $others } 人也遇到了
    ⌛ 特别期限：{ $clock }
    ⚖️ { $law }
    ⏰ 最迟{ $due }
    ✋ { $requested }
    🗓️ 挂账到{ $parked }
    { $steps }
staff-nothing-own = 您自己没有报过在办的事。手上的工单，点「待办」打开来办。
staff-no-phone = 居民的电话这里看不到，也不用看：打开工单点「问居民」，他会收到，答复直接转给您。
staff-remark = 没看明白。办手上的工单，点「待办」打开它再报进展；看到了问题，点「报单」说一句是什么、在哪里。
todo-none = 没有待办，辛苦了。
todo-list =
    待办 { $count } 件，超时 { $late } 件：
    { $lines }
# $late（yes|no）
todo-line = { $index }. { $late ->
    [yes] 🔴
   *[no] {""}
    }{ $subject } · { $place } · { $due }

## 办理

work-ask-progress = 「{ $subject }」进展怎么样？居民会看到。
progress-on-way = 已到现场查看
progress-parts = 已联系维修，等配件
progress-contacted = 已联系有关单位处理
work-progress-sent = 已告诉居民（{ $number }）。
work-ask-question = 想问居民什么？（{ $number } { $subject }）他看不到您的账号，您也看不到他的。
work-asked = 已转给居民（{ $number }），等答复期间不计时。
work-ask-return = 为什么退「{ $subject }」（{ $number }）？原因会转给上一级。
return-not-mine = 不在我的网格
return-unit = 要由专业单位办
return-wrong-place = 地址不对，找不到
work-returned = { $number } 已退给{ $worker }。
work-nobody-above = { $number } 上面没有可以退给的人了，可以转派或直接答复办结。
work-ask-resolve = 「{ $subject }」（{ $number }）怎么办好的？写一句，可以附照片，居民会看到。
work-ask-photo = 有照片吗？发一张，居民更放心。
photo-none = 没有照片
work-resolved = { $number } 已办结，等居民确认。
work-retracted = { $number } 已撤回办结，接着办，期限不变，最迟{ $due }。居民那边也改回办理中。
work-ask-retract = 刚才办结的 { $number } { $subject }，要撤回吗？
work-none-to-retract = 没有刚办结、还能撤回的工单。居民说没解决，会再派给您。
work-none-to-accept = 没有等着签收的工单。特急的请打开看了再签收。
work-all-accepted = 已签收 { $count } 件，居民都收到了消息。
work-closed = { $number } 已办结。
patrol-ask-what = 看到什么问题？一句话，可以附照片或定位。
patrol-confirm =
    📋 { $subject }
    💬 { $words }
    📍 { $place }
    📷 照片 { $photos } 张
    ⏰ 最迟{ $due }
patrol-file = 报单
patrol-done = 已当场解决
patrol-drop = 不报
patrol-dropped = 好的，不报了。
patrol-filed = 已报单 { $number }：{ $subject } · { $place }

worker-answered =
    居民答复了（{ $number } { $subject }）：
    { $note }
worker-not-answered = 居民一直没回答，请按现有情况办，或再问一次：{ $number } { $subject } · { $place }，最迟{ $due }。
worker-added =
    居民补充（{ $number } { $subject }）：
    { $note }
worker-urged = ⏰ { $number } { $subject } · { $place } 有人催办，最迟{ $due }。
worker-resolved-above =
    ✅ { $number } { $subject }：上级已经答复办结，不用再办。
    { $note }
worker-confirmed =
    👍 { $number } { $subject }：居民确认解决了。
    { $note }
worker-withdrawn = { $number } { $subject }：居民撤回了，不用办了。
worker-praised =
    🌹 居民表扬：
    { $note }
worker-not-accepted = ⏰ { $number } { $subject } · { $place } 还没签收，最迟{ $due }。
worker-due-soon = ⏰ { $number } { $subject } · { $place } 快到时间了，最迟{ $due }。
worker-overdue = 🔴 { $number } { $subject } · { $place } 已超时（{ $due }），请尽快办，办不了请退单说明。

## 系统

alarm-disk-full = 🔴 系统磁盘满了，请马上通知维护人员清理。文字诉求照常登记，照片暂时收不了；再不清理，新诉求也会收不下。
alarm-room-again = ✅ 系统磁盘已腾出空间，照片也能收了。

## 上级

staff-not-accepted = ⏰ { $worker }还没签收：{ $number } { $subject } · { $place }，最迟{ $due }。
staff-not-checked = ⏰ 微心愿 { $number } 还没核实：{ $words }
staff-rework =
    ↩️ 居民说没解决：{ $number } { $subject } · { $place }，{ $worker }重新办，最迟{ $due }。
    { $note }
staff-overdue = 🔴 超时：{ $number } { $subject } · { $place }，{ $worker }，应在{ $due }前办好。
staff-danger =
    🚨 特急：{ $subject }（{ $number }）
    💬 { $words }
    📍 { $place }
    👤 { $worker }
staff-dissatisfied =
    🙁 居民不满意：{ $number } { $subject } · { $worker }
    { $note }
staff-handover =
    🙋 居民请求人工：{ $number } { $subject } · { $place }
    { $note }
staff-set-aside = ⚠️ 有一条居民消息没能处理，请人工看一下：{ $words }
supervisor-nobody = ❗ 没有人可派：{ $number } { $subject } · { $place }，请转派。
manage-urged = 已催办{ $worker }（{ $number }）。
manage-ask-whom = 「{ $subject }」（{ $number } · { $place }）转给谁？
manage-candidate = { $name }（{ $where }{ $role }，手上{ $count }件）
manage-assigned = { $number } 已转给{ $worker }。
manage-ask-decline = 不通过的原因？许愿的人会看到，请写得体贴些。
manage-declined = { $number } 已告知许愿人。
wish-to-check =
    🌟 请核实微心愿（{ $number }）：
    { $words }
    📍 { $place }
    🕐 { $slot }
    { $guard }
wish-unclaimed = 🌟 微心愿 { $number } 还没有人认领，请想想办法：{ $words }

## 日报

# 每个率都写出分子和分母；没表态的另外列出，不算满意
digest =
    📊 { $day } 日报 · { $name }
    新增 { $new } · 办结 { $resolved } · 结案 { $closed }
    💡 另有即答 { $at_once } 件，没答到转人工 { $passed_on } 件
    在办 { $open } 件，其中 🔴 超时 { $overdue } 件
    响应率 { $response }
    居民说没人联系 { $uncontacted } 件（问了 { $contact_asked } 件）
    按时办结率 { $punctuality }
    解决率 { $solution }
    部分解决 { $partly } 件，不算解决
    另有代问 { $called } 件，说解决的 { $well } 件，不进三率
    满意率 { $satisfaction }
    剔除 { $excluded } 件，不计入各率
    没表态 { $silent } 件 · 未送达消息 { $failed } 条
    🚨 特急险情：{ $alerts }
    🔗 存证 { $anchor }
    —— 最需要关注 ——
    { $lines }
    { $units }
digest-units =
    —— 主办单位，超时多的在前 ——
    { $lines }
digest-unit = { $name }：在办 { $open }（超时 { $overdue }），办结 { $resolved }，按时办结率 { $punctuality }
digest-grid = { $name }：在办 { $open }（超时 { $overdue }），新增 { $new }，办结 { $resolved }
digest-not-for-you = 日报只发给督办人员。您可以说「待办」或「我的工单」。
late-none = 没有这样的工单，很好。
late-list =
    🔴 超时 { $count } 件：
    { $lines }
live-list =
    在办 { $count } 件：
    { $lines }
unaccepted-list =
    还没签收 { $count } 件：
    { $lines }
unaccepted-line = { $index }. { $worker } · { $subject } · { $place } · { $due }
# $holder 谁在办；$span 超时多久；$last 最后一步；$note 它的原因
late-line = { $index }. { $number } { $subject } · { $place } · { $holder } · 超时{ $span } · 最后：{ $last }
late-line-note = { $index }. { $number } { $subject } · { $place } · { $holder } · 超时{ $span } · 最后：{ $last }（{ $note }）
late-days = { $days }个工作日
late-hours = { $hours }小时
live-line = { $index }. { $subject } · { $place } · { $worker } · { $status } · { $due }
