### 期限：延期、挂账、缓急、应急模式，和合并推送的清单。

## 卡片

more = { $number } { $subject }，还可以：
# $until 申请到的日期
requested-extend = 申请延期到{ $until }，等上级同意
requested-park = 申请挂账到{ $until }，等上级同意

## 承办人申请

extend-ask-days = 「{ $subject }」（{ $number }，最迟{ $due }）要延长多久？
# $days 天数
extend-days = { $days }个工作日
extend-ask-why = 为什么要延期？同意后居民会看到原因。
park-ask-days = 「{ $subject }」（{ $number }）暂时办不了，先挂账多久？到时会再提醒您办。
park-days = { $days }天
park-ask-why = 为什么现在办不了？同意后居民会看到原因。
why-parts = 要等配件或材料
why-units = 要几个单位一起办
why-weather = 天气原因，暂时没法施工
why-project = 已列入改造计划，要等施工
why-money = 要等经费安排
why-dispute = 有争议，要等有关部门的结论
# $longest 最长天数
unclear-days = 请选一个，或写天数，最多{ $longest }天。
request-sent = 已报上级，同意后才算数（{ $number }，现在仍是最迟{ $due }）。
request-nobody = { $number } 没有可以审批的上级，请照常办理，或转给别人。
extend-no-more = { $number } 已经延过期了，不能再延。办不了可以申请挂账，或退单说明。
work-resumed = { $number } 恢复办理，最迟{ $due }。
worker-granted =
    👌 上级同意了：{ $number } { $subject }，最迟{ $due }。
    🗓️ 挂账到{ $parked }
worker-refused =
    ✋ 上级没有同意：{ $number } { $subject }，仍是最迟{ $due }。
    { $note }
worker-unanswered = ✋ 申请的日期到了，上级一直没定，申请作废：{ $number } { $subject }，仍是最迟{ $due }。还需要的话请再申请一次。
worker-resumed = 🗓️ 挂账到期，请接着办：{ $number } { $subject } · { $place }，最迟{ $due }。
worker-ranked = { $number } { $subject } 改为「{ $urgency }」，最迟{ $due }。
worker-recounted = 🗓️ 放假安排公布了，{ $number } { $subject } 的期限改为{ $due }。

## 上级

staff-asked-extend =
    ✋ { $worker }{ $requested }：{ $number } { $subject } · { $place }，原来最迟{ $due }
    { $note }
staff-asked-park =
    ✋ { $worker }{ $requested }：{ $number } { $subject } · { $place }，原来最迟{ $due }
    { $note }
decide-granted =
    已同意（{ $number }），最迟{ $due }，居民会收到原因。
    🗓️ 挂账到{ $parked }
refuse-ask = 为什么不同意？{ $worker }会看到（{ $number } { $subject }）。
decide-refused = 已告诉{ $worker }（{ $number }），仍是最迟{ $due }。
rank-ask = 「{ $subject }」（{ $number }）现在是{ $urgency }，改成？期限会跟着变，居民会知道。
rank-plain = 恢复一般期限
rank-done =
    { $number } 已改为{ $urgency }，最迟{ $due }。
    ⚖️ { $law }

## 居民

resident-extended =
    ⏳ 您反映的「{ $subject }」（{ $number }）需要多些时间，改为最迟{ $due }前答复您。
    原因：{ $note }
resident-parked =
    🗓️ 您反映的「{ $subject }」（{ $number }）现在还办不了，我们记着，{ $parked }再接着办，到时告诉您。
    原因：{ $note }
resident-resumed = 您反映的「{ $subject }」（{ $number }）接着办了，{ $worker }负责，最迟{ $due }前答复您。
resident-ranked =
    您反映的「{ $subject }」（{ $number }）调整为「{ $urgency }」，最迟{ $due }前答复您。
    ⚖️ { $law }
resident-recounted = 放假安排公布了，您反映的「{ $subject }」（{ $number }）改为最迟{ $due }前答复您。

## 应急模式

storm-not-for-you = 应急模式由受理台和督办开启。您可以说「待办」或「菜单」。
storm-ask-scope = 哪里进入应急模式？
storm-ask-matters = { $area }哪些事项进入应急模式？直接写，比如“积水、停电、树倒”，或者选全部。
storm-all = 全部事项
storm-part = 只在一部分
storm-ask-part = { $area }的哪一部分？写名字就行，比如“{ $example }”。
storm-unclear-part = 没找到这个地方，或者不止一个。请写全名。
# $words 没认出来的词
unclear-matters = 没认出来：{ $words }。请写事项，用顿号分开，或选全部事项。
storm-ask-hours = 多长时间？可以提前结束。
# $hours 小时数
storm-hours = { $hours }小时
storm-on =
    ⛈️ { $area }已进入应急模式：{ $matters }
    { $minutes }分钟内响应，夜里也推送，到{ $until }为止。
storm-begun =
    ⛈️ { $area }进入应急模式：{ $matters }
    新工单{ $minutes }分钟内响应，夜里也会推送，到{ $until }为止。
# $count 应急期间的工单数；$answered 按时响应数
storm-over =
    🌤️ { $area }应急模式结束：{ $matters }
    期间工单 { $count } 件，{ $minutes }分钟内响应 { $answered } 件。
storm-was-over = 这次应急模式已经结束了。

## 清单

# $count 件数
staff-list =
    🗂️ { $count } 件要留意：
    { $lines }
# $why 原因；$late（yes|no）
list-line = { $index }. { $late ->
    [yes] 🔴
   *[no] {""}
    }{ $subject } · { $place } · { $why } · { $due }
list-news = 有新情况
list-new = 新派
list-not-accepted = 未签收
# $worker 在谁手里
list-not-accepted-by = { $worker }未签收
list-not-checked-by = { $worker }未核实
list-due-soon = 快到期
list-overdue = 超时
list-urged = 有人催
list-added = 居民补充
list-answered = 居民答复
list-not-answered = 居民没答复
list-rework = 居民说没解决
