### 知识库：居民的咨询和编辑的提醒。

## 居民

# $number 单号；$title 问题；$answer 答案；$unit 来源单位；$source 依据或出处；$updated 更新日期（可空）；$until 有效期（可空）；$area 适用区域（可空）
enquiry-answer =
    💡 { $title }
    { $answer }
    📖 { $unit }｜{ $source }
    🗓 { $updated } 核对
    🗓 有效期至 { $until }
    📍 适用于{ $area }
    🔢 单号 { $number }
    这样清楚了吗？没解决就按一下，转给工作人员答复，单号不变。
enquiry-solved = 解决了
enquiry-not = 没解决，转工单
# $number 单号；$words 问的；$answer 现在的答案（可空）
card-answered =
    💡 { $number } 即答
    💬 { $words }
    { $answer }
    没解决就按一下，转给工作人员答复，单号不变。
# $number 单号；$worker 谁；$due 最迟
enquiry-passed =
    ✅ 您的咨询记下了，单号还是 { $number }
    👤 { $worker }会在{ $due }前答复您。
enquiry-which = 您问的是哪一个？
# $words 问的
enquiry-which-again = 您刚才问「{ $words }」，点一个就告诉您。不用了就说「算了」，不然我们转给工作人员答复。
# $words 问的；$number 单号；$worker 谁；$due 最迟
enquiry-filed-unpicked =
    您之前问的「{ $words }」还没有答案，我们转给工作人员了，单号 { $number }
    👤 { $worker }会在{ $due }前答复您。
enquiry-none = 都不是，请人答复我
enquiry-glad = 好的。还有别的事，随时直接说。
enquiry-already = 这个问题已经转给工作人员了，单号 { $number }。
# $words 原话；$titles 看过的答案（可空）
enquiry-words =
    { $words }
    （已看过答案{ $titles }，没解决）

## 编辑

# $ageing 快到期或已到期（可空）
knowledge-overview =
    📚 知识库：您负责 { $count } 条
    ⏳ 快到期或已到期 { $ageing } 条
    近 30 天：问了 { $asked } 次，解决 { $solved }，没解决 { $unsolved }，没答上 { $unanswered }
do-knowledge = 知识库
do-kb-ageing = 快到期的
do-kb-unanswered = 没答上的问题
do-kb-worst = 效果最差的
do-kb-edit = 修改一条
# $lines 每条一行
knowledge-ageing =
    ⏳ { $count } 条知识库答案该核对了（到期的不再使用）：
    { $lines }
    内容没变的，请督办改一下有效期；变了的，改好答案再用。
knowledge-ageing-list =
    ⏳ 快到期和已到期的（到期的不再使用）：
    { $lines }
# $code 编号；$until 有效期
knowledge-line = · { $title }（{ $code }）有效期至 { $until }
knowledge-line-over = · ⛔ { $title }（{ $code }）已于 { $until } 到期
knowledge-more = · 还有 { $count } 条，说「知识库」查看
knowledge-unanswered =
    ❓ 没答上的问题（近 30 天，新的在前）：
    { $lines }
knowledge-unanswered-line = · { $words }（{ $at }）
knowledge-worst =
    📉 本月效果最差的：
    { $lines }
# $shown 展示；$solved 解决；$unsolved 没解决
knowledge-worst-line = · { $title }（{ $code }）：看了 { $shown } 次，解决 { $solved }，没解决 { $unsolved }
knowledge-month =
    📚 上月知识库：问了 { $asked } 次，没答上 { $unanswered } 次。效果最差的：
    { $lines }
knowledge-nothing = 这里现在没有。
knowledge-ask-code = 改哪一条？写编号，或问题里的几个字。
knowledge-ask-which = 是哪一条？
knowledge-unclear-code = 没找到您能改的这一条。请写编号，或问题里的几个字。
# $source 依据
knowledge-ask-field =
    { $title }（{ $code }）
    { $answer }
    📖 { $source }
    🗓 有效期：{ $until }
    改什么？
knowledge-field-answer = 改答案
knowledge-field-until = 改有效期
knowledge-field-stop = 停用
knowledge-ask-answer = 请写新的答案，300 字以内。
knowledge-ask-until = 用到哪一天？比如 2027-12-31，或「长期」。
# $most 上限；$long 现在的字数
knowledge-unclear-answer = 答案要有字，最多 { $most } 字，现在 { $long } 字。请再写一次。
knowledge-unclear-until = 没看懂，或这一天已经过了。请写比如 2027-12-31，或「长期」。
# $before 原来；$after 改后
knowledge-ask-confirm =
    { $title }
    原来：{ $before }
    改成：{ $after }
    确定吗？
knowledge-yes = 确定
knowledge-no = 不改了
knowledge-kept = ✅ 已改好：{ $title }（{ $code }），一分钟内生效，已留记录。
