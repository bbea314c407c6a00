### 办结以后：回访、请求重办、不满意的跟进、剔除。

## 居民

do-partly = 部分解决
survey-ask-rest = 还差什么？点一个，或者说一句。
reason-unfinished = 还有没办完的
reason-poor = 办得不好
reason-disagree = 不认可处理结果
reason-slow = 办得太慢
reason-attitude = 态度不好
# $until 督办最迟什么时候答复
survey-disputed =
    您的话已经转给督办，要不要重新办由督办来定（{ $number }）。
    ⏰ 最迟{ $until }前答复您；到时没答复，就直接重新办。
survey-decided = 「{ $subject }」（{ $number }）督办已经答复过您。有新的情况，点下面再报一次，或者找工作人员说。
resident-redone =
    「{ $subject }」（{ $number }）重新办理，交给{ $worker }。
    ⏰ 最迟{ $due }前答复您。
# $note 督办的理由
resident-upheld =
    「{ $subject }」（{ $number }）督办看过了，这次不重新办：
    { $note }
    有新的情况，点下面再报一次，或者找工作人员说。
# $note 督办做了什么
resident-followed-up =
    您上次对「{ $subject }」（{ $number }）不满意，负责人跟进了：
    { $note }

## 督办

requested-rework = 居民请求重办，督办最迟{ $until }前定
did-dispute = 居民请求重办
did-redo = 重新办理
did-uphold = 不重办
did-follow_up = 跟进不满意
did-exclude = 剔除，不计入三率
did-include = 恢复计入三率
do-redo = 重办
do-uphold = 不重办
do-exclude = 不计入三率
do-include = 恢复计入三率
# $note 居民的理由
staff-asked-rework =
    ✋ { $requested }，到时没定就重办
    { $number } { $subject } · { $place } · { $worker }
    { $note }
redo-done = { $number } 已转回{ $worker }重新办，最迟{ $due }。
uphold-ask = 为什么「{ $subject }」（{ $number }）不重新办？居民会看到，请写清楚。
uphold-done = { $number } 不重新办，理由已告诉居民。
exclude-ask = 「{ $subject }」（{ $number }）为什么不计入三率？原因会留痕，月通报里写明剔除几件。
exclusion-beyond = 不属本级职责
exclusion-legal = 应走诉讼、仲裁、信访等途径
exclusion-unlawful = 诉求没有法律政策依据
exclusion-false = 虚假或恶意
exclusion-repeated = 同一人同一件事重复
exclusion-force = 台风等不可抗力
exclude-done = { $number } 不再计入三率：{ $why }。点错了，在「更多」里可以恢复。

## 不满意的跟进

task-card-follow =
    🙁 请您亲自跟进：{ $number } { $subject } · { $place }
    居民不满意：{ $task }
    联系居民后点下面，写一句做了什么。
task-again-follow =
    🙁 还没跟进（{ $days } 天了）：{ $number } { $subject } · { $place }
    居民不满意：{ $task }
    联系居民后点下面，写一句做了什么。
task-silent-follow = 🙁 { $who }还没跟进居民的差评（{ $days } 天了）：{ $number } { $subject }。居民说：{ $task }
task-follow-given = 待跟进
task-follow-accepted = 跟进中
task-follow-there = 已上门
task-follow-done = 已跟进
task-follow-refused = 未跟进
task-follow-cancelled = 不用跟进
task-said-follow-done = 已跟进：{ $note }
do-task-done-follow = 已跟进
follow-up-ask = 「{ $subject }」（{ $number }）您做了什么？写一句，居民会看到。
follow-up-kept = 记下了，已告诉居民（{ $number }）。

## 抽查回访

did-revisit = 抽查回访
# $task 记录里怎么写的
task-card-revisit =
    🎲 抽查回访：{ $number } { $subject } · { $place }
    记录：{ $task }
    请打电话或上门问问居民，是不是这样，再点下面。
revisits-drawn =
    🎲 { $month }月结案的工单抽中 { $count } 件，请打电话或上门问问居民，是不是和记录一样：
    { $lines }
revisit-line = { $index }. { $number } { $subject } · { $place } · 记录：{ $task }
task-revisit-given = 待回访
task-revisit-accepted = 回访中
task-revisit-there = 已上门
task-revisit-done = 已回访
task-revisit-refused = 没联系上
task-revisit-cancelled = 不用回访
task-said-revisit-agree = 抽查回访：与记录一致
task-said-revisit-differ = 抽查回访：与记录不一致（{ $note }）
task-said-revisit-miss = 抽查回访：没联系上
do-task-agree-revisit = 与记录一致
do-task-differ-revisit = 不一致
do-task-miss-revisit = 没联系上
do-revisit-phone = 看电话
task-ask-differ = 居民怎么说「{ $subject }」（{ $number }）？写一句，会记在工单里。
revisit-agree = 记下了：{ $number } 与记录一致，谢谢。
revisit-miss = 记下了：{ $number } 没联系上，不算进抽查的数字。
revisit-differ =
    记下了：{ $number } 与记录不一致，月通报会计入抽查不一致。
    { $requested }，到时没定就重办。
revisit-dropped = { $number } { $subject } 又在办理了，不用再抽查回访。
