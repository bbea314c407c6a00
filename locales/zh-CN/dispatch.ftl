### 派单、指挥中心、单位、协办、吹哨、请假。

do-dispatch = 派给单位
do-whistle = 吹哨
do-queue = 待派
do-tasks = 协办、吹哨、回访 { $count } 件

## 待派

queue-none = 没有等着派的工单。
queue-list =
    待派 { $count } 件：
    { $lines }
queue-line = { $index }. { $subject } · { $place } · { $why }
queue-returned = { $unit }退回（第{ $count }次）：{ $note }
queue-boundary = 在{ $names }交界处
queue-barred = 不准下派到网格社区{ $note }
queue-no-rule = 派单表里没有写
# $address 链接；$minutes 几分钟内有效
queue-page-link =
    🖥 网页待派，{ $minutes } 分钟内打开，只能打开一次：
    { $address }
    请不要转发；用完关掉网页就行。
queue-page-off = 这里还没有开通网页，用「待派」在聊天里也能派。
queue-page-changed = 这件刚有了变化，没有派。请看新的列表再选。
# $number $name；$units 协办（可空）
queue-page-done =
    ✅ { $number } 已派给：{ $name }
    协办：{ $units }
do-queue-page = 在网页上派
command-to-decide =
    📮 请定由谁办：{ $subject }（{ $number }）
    💬 { $words }
    📍 { $place }
    ⏰ 最迟{ $due }
    ↩️ { $note }
resident-deciding = 您的事（{ $number } { $subject }）正在确定由哪家承办，定下来马上告诉您。这期间有话直接说，原来的经办人继续答复您。

## 指挥中心派单

dispatch-ask-to =
    「{ $subject }」（{ $number } · { $place }）派给谁？
    为什么在这里：{ $why }
    没列出的单位，打名字里的几个字就行。
dispatch-lead = { $name }主办
dispatch-uphold = 维持：仍由{ $name }办，不得再退
dispatch-community = 社区受理台
dispatch-grid = 所在网格
dispatch-ask-assisting =
    要请谁协办？可以选几家。
    已选：{ $names }
dispatch-assisting-none = 不用协办
dispatch-assisting-done = 就这些
dispatch-ask-what = 请协办单位做什么？写一句。
dispatch-help-lead = 配合主办单位办理
dispatch-done =
    { $number } 已派给{ $name }（{ $worker }）。
    { $units }
dispatch-nobody-there = { $name }现在没有人在岗，请另派一家。

## 协办和吹哨

task-given-assist = 请{ $names }协办
task-given-whistle = 叫了{ $names }
task-card-assist =
    🤝 请协办：{ $subject }（{ $number }）
    主办：{ $lead }
    要做：{ $task }
    💬 { $words }
    📍 { $place }
    { $state }
task-card-whistle =
    📣 吹哨：{ $subject }（{ $number }）
    ⏰ { $at }
    📍 { $spot }
    要做：{ $task }
    { $state }
task-assist-given = 待签收
task-assist-accepted = 已签收
task-assist-there = 已到场
task-assist-done = 已完成
task-assist-refused = 办不了
task-assist-cancelled = 不用办了
task-whistle-given = 待回应
task-whistle-accepted = 会到
task-whistle-there = 已到场
task-whistle-done = 已完成
task-whistle-refused = 来不了
task-whistle-cancelled = 不用来了
do-task-accept-assist = 签收
do-task-report-assist = 报进展
do-task-done-assist = 办完了
do-task-refuse-assist = 办不了
do-task-accept-whistle = 会到
do-task-arrive-whistle = 到了
do-task-report-whistle = 报情况
do-task-done-whistle = 办完了
do-task-refuse-whistle = 来不了
task-ask-report = 「{ $subject }」（{ $number }）做了什么？写一句，主办会看到。
task-ask-done = 「{ $subject }」（{ $number }）怎么办完的？写一句，主办会看到。
task-ask-refuse = 为什么办不了（来不了）「{ $subject }」（{ $number }）？原因会转给主办和派单的人。
task-said-assist-accept = { $unit }：已签收
task-said-assist-report = { $unit }：{ $note }
task-said-assist-done = { $unit }已完成：{ $note }
task-said-assist-refuse = { $unit }办不了：{ $note }
task-said-whistle-accept = { $unit }：会到
task-said-whistle-arrive = { $unit }：已到场
task-said-whistle-report = { $unit }：{ $note }
task-said-whistle-done = { $unit }已完成：{ $note }
task-said-whistle-refuse = { $unit }来不了：{ $note }
task-kept = 记下了：{ $number } { $subject }，{ $state }。主办已经看到。
task-reported = 🤝 { $number } { $subject }：{ $note }
task-again-assist =
    🤝 协办还没签收：{ $number } { $subject } · { $place }
    主办：{ $lead }
    要做：{ $task }
    请点下面回个话；办不了也请说一声。
task-silent-assist = 🤝 { $unit }（{ $who }）一直没签收协办：{ $number } { $subject }，要做：{ $task }。请催一下，或换人去办。
task-assist-silent = { $unit }（{ $who }）一直没签收协办
task-assist-next = { $unit }原来的人不在岗，协办转给{ $who }
task-assist-nobody = { $unit }现在没有人在岗，协办还没有人接
task-cancelled = { $number } { $subject } 已经办结，{ $unit }这边不用再办。
task-nobody = ❗ { $unit }现在没有人在岗：{ $number } { $subject }，要做：{ $task }。请另想办法。
task-summary = · { $unit }：{ $state }
todo-tasks =
    协办、吹哨、回访 { $count } 件：
    { $lines }
todo-task =
    { $index }. { $subject } · { $place } · { $task } · { $state }
    ⏰ { $at }
whistle-ask-units =
    「{ $subject }」（{ $number } · { $place }）叫哪些单位到现场？可以选几家，没列出的打名字里的几个字。
    已选：{ $names }
whistle-units-done = 就这些
whistle-ask-at = 什么时候到？比如：今天15:00、明天上午9点。
whistle-soon = 一小时内
whistle-ask-what = 请他们来做什么？写一句。
whistle-blown = 📣 已叫{ $names }，{ $at }到{ $place }。谁来谁不来都会告诉您。
whistle-missing =
    📣 吹哨（{ $at }）{ $number } { $subject } · { $place }
    没到：{ $away }
    到场：{ $here }
worker-whistled = 📣 { $number } { $subject }：{ $note }

## 单位和上级

unclear-moment = 没看懂时间。请写：今天15:00、明天上午9点。要晚于现在。
unclear-day = 没看懂日期。请写：明天，或 11月25日。
unclear-leave-days = 请写几天（1到60），或最后一天的日期。
staff-copied = 📎 抄送：{ $number } { $subject } · { $place }，{ $worker }办，最迟{ $due }。
staff-nobody = ❗ 没有人能接：{ $number } { $subject } · { $place }，{ $worker }不在岗，请转派。
nobody-has =
    ❗ { $count } 件还没有人办：
    { $lines }
nobody-line = · { $number } { $subject } · { $place }
handed-on = { $name }不在岗，转来的
work-returned-command = { $number } 已退回，由指挥中心定。别人签收以前，居民有话还请您先答复。

## 请假

leave-ask-start = 从哪天起请假？也可以写日期，比如：11月25日。
leave-now = 现在
leave-tomorrow = 明天
leave-ask-days = 请几天？也可以写天数或最后一天。
leave-days = { $count }天
leave-ask-stand-in = 谁替您？也可以打名字。
leave-nobody = 没有人，按顺序往上派
leave-kept =
    记下了：{ $start }起，到{ $until }。回来早了说「销假」。
    代办：{ $other }
    手上已转出 { $count } 件。
leave-stands-in = 🙋 { $name }请假（{ $start }到{ $until }），这期间的工单由您代办。
leave-ended = 欢迎回来，已销假。新工单又会派给您。
leave-none = 您现在没有请假。
